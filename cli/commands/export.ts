/**
 * The subcommand `export`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { exportCommand, parseExportFlags } from "../flags/export_flags.ts";

/** Exports stored measurements; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseExportFlags(args, "oml2 export");
  if ("flags" in parsed) {
    const { runExport } = await (import(
      "../export/run_export.ts" as string
    ) as Promise<typeof import("../export/run_export.ts")>);
    return await runExport(runtime, parsed.flags);
  }
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return exportCommand("oml2 export");
}
