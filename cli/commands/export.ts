/**
 * The subcommand `export`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { exportCommand, parseExportFlags } from "../flags/export_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Exports stored measurements; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(
    parseExportFlags(args, "oml2 export"),
    async (flags) => {
      const { runExport } = await (import(
        "../export/run_export.ts" as string
      ) as Promise<typeof import("../export/run_export.ts")>);
      return await runExport(runtime, flags);
    },
  );
}

/** The options. */
export function command(): Command {
  return exportCommand("oml2 export");
}
