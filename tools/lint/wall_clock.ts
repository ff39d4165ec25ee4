/**
 * A rule for `deno lint`: no duration is measured by the wall clock, which
 * users and NTP set. A deadline derived from it may never come.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The parts of the repository whose durations matter. */
const PARTS =
  /^(?:archive|bench|cli|client|codec|export|load|ports|proxy|report|server|shared|stored|web)\//;

/** How often a file may use `Date`, to give users or files a time. */
const PERMITTED: ReadonlyMap<string, number> = new Map([
  // The date of a report.
  ["bench/machine.ts", 1],
  // The unique name of a run.
  ["cli/commands/load.ts", 1],
  // Times of rows.
  ["cli/ls/listing_text.ts", 1],
  // Times of log lines.
  ["cli/log/log_line.ts", 1],
  ["cli/log/repeats.ts", 1],
  ["server/monitor/monitor_log.ts", 1],
  // The time stamps of tuples, and their age in a database.
  ["load/load.ts", 2],
  ["load/visibility.ts", 1],
  // Converts times of the monotonic clock for users.
  ["shared/unix_time.ts", 1],
  // Dates that users write or read.
  ["cli/flags/moment.ts", 1],
  ["export/text/utc_cells.ts", 1],
  // Times for users, in UTC or their own zone.
  ["web/format/times.ts", 1],
  ["web/plots/time/time_text.ts", 2],
  // Dates in certificates.
  ["ports/tls_files.ts", 2],
  // A plot before the first answer of the server.
  ["web/plots/session/browser_host.ts", 1],
  // oml_ts_server
  ["shared/wall_clock.ts", 1],
  // The start of the proxy's own clock.
  ["proxy/spool/spool_clock.ts", 1],
]);

const plugin: Deno.lint.Plugin = {
  name: "clock",
  rules: {
    "no-wall-clock": {
      create(context) {
        const file = context.filename.replace(ROOT, "");
        if (!PARTS.test(file)) return {};
        let left = PERMITTED.get(file) ?? 0;
        const check = (node: Deno.lint.Node) => {
          if (left-- > 0) return;
          context.report({
            node,
            message: "The wall clock can be set while a duration is measured",
            hint: "Measure with performance.now(). Where a time is meant for " +
              "users or files, count it in tools/lint/wall_clock.ts",
          });
        };
        return {
          'Identifier[name="Date"]': check,
          'Literal[value="Date"]': check,
        };
      },
    },
  },
};

export default plugin;
