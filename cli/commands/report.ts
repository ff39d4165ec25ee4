/**
 * The subcommand `report`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseReportFlags, reportCommand } from "../flags/report_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Reports on a stored experiment; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(
    parseReportFlags(args, "oml2 report"),
    async (flags) => {
      const { report } = await (import(
        "../report/report.ts" as string
      ) as Promise<typeof import("../report/report.ts")>);
      return await report(runtime, flags);
    },
  );
}

/** The options. */
export function command(): Command {
  return reportCommand("oml2 report");
}
