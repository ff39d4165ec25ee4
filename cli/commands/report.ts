/**
 * The subcommand `report`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { HintError, textWithHint } from "../../shared/hint_error.ts";
import { parseReportFlags, reportCommand } from "../flags/report_flags.ts";
import { StartError } from "../options/options_error.ts";
import { say } from "../process/say.ts";

/** The exit status if there is no report: 1 means that there is a fault. */
const NO_REPORT = 2;

/** Reports on a stored experiment; returns the exit status. */
export async function main(
  _runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseReportFlags(args, "oml2 report");
  if ("print" in parsed) {
    process.stdout.write(parsed.print);
    return 0;
  }
  const { report } = await import("../report/report.ts");
  try {
    return await report(parsed.flags);
  } catch (error) {
    if (!(error instanceof StartError || error instanceof HintError)) {
      throw error;
    }
    say(process.stderr, `oml2 report: ${textWithHint(error)}\n`);
    return NO_REPORT;
  }
}

/** The options. */
export function command(): Command {
  return reportCommand("oml2 report");
}
