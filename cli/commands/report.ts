/**
 * The subcommand `report`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseReportFlags, reportCommand } from "../flags/report_flags.ts";

/** Reports on a stored experiment; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseReportFlags(args, "oml2 report");
  if ("flags" in parsed) {
    const { report } = await (import(
      "../report/report.ts" as string
    ) as Promise<typeof import("../report/report.ts")>);
    return await report(runtime, parsed.flags);
  }
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return reportCommand("oml2 report");
}
