/**
 * Reports on a stored experiment.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { jsonReport } from "../../report/format/json_report.ts";
import { textReport } from "../../report/format/text_report.ts";
import { htmlReport } from "../../report/html/html_report.ts";
import { makeReport } from "../../report/make_report.ts";
import type { Report } from "../../report/report.ts";
import type { Runtime } from "../../ports/runtime.ts";
import { errorText } from "../../shared/error_text.ts";
import { HintError, textWithHint } from "../../shared/hint_error.ts";
import { unixTime } from "../../shared/unix_time.ts";
import type { StoredExperiment } from "../../stored/stored.ts";
import type { ReportFlags, ReportFormat } from "../flags/report_flags.ts";
import { StartError } from "../options/options_error.ts";
import { ProgressLine } from "../process/progress_line.ts";
import { say } from "../process/say.ts";
import { Signals } from "../process/signals.ts";
import { writeOut } from "../process/write_out.ts";
import { openStoredExperiment } from "../stored/open_stored.ts";
import { progressBar } from "./progress_bar.ts";

/** The exit status if there is no report: 1 means that there is a fault. */
const NO_REPORT = 2;

/**
 * Reads an experiment, and writes the report. Returns the exit status: 0 if
 * nothing is missing or wrong, 1 if something is, 2 if there is no report.
 */
export async function report(
  runtime: Runtime,
  { source, domain, format, to }: ReportFlags,
): Promise<number> {
  // A URI may have a password, and every user can read the command line.
  process.title = "oml2 report";
  const stop = new AbortController();
  new Signals(runtime).stop.then((signal) =>
    stop.abort(new StartError(`ended by ${signal}`))
  );
  try {
    await using experiment = await openStoredExperiment(source, domain);
    const found = await read(experiment, stop.signal);
    await write(formatted(found, format), to);
    return found.verdict.state === "complete" ? 0 : 1;
  } catch (error) {
    say(process.stderr, `oml2 report: ${faultText(error)}\n`);
    return NO_REPORT;
  }
}

async function read(
  experiment: StoredExperiment,
  signal: AbortSignal,
): Promise<Report> {
  let done = 0;
  const all = experiment.description.tables
    .reduce((sum, { rows }) => sum + rows, 0);
  const line = new ProgressLine(
    process.stderr,
    () => ({ bar: progressBar(done, all) }),
  );
  try {
    return await makeReport(experiment, {
      time: unixTime(performance.now()) / 1000,
      signal,
      progress: (rows) => done = rows,
    });
  } finally {
    line.end();
  }
}

function formatted(report: Report, format: ReportFormat): string {
  switch (format) {
    case "html":
      return htmlReport(report);
    case "json":
      return jsonReport(report);
    case "text":
      return textReport(report);
  }
}

async function write(text: string, to: string | undefined): Promise<void> {
  if (to === undefined) return await writeOut(text);
  try {
    writeFileSync(to, text);
  } catch (cause) {
    throw new StartError(
      `Cannot write ${to}: ${errorText(cause)}; choose another file with --to`,
      { cause },
    );
  }
}

/** The error for people; of one that is not expected, also where it arose. */
function faultText(error: unknown): string {
  const isExpected = error instanceof HintError || error instanceof StartError;
  if (isExpected || !(error instanceof Error)) return textWithHint(error);
  return error.stack ?? error.message;
}
