/**
 * The subcommand `import`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { importCommand, parseImportFlags } from "../flags/import_flags.ts";

/** Imports capture files; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseImportFlags(args, "oml2 import");
  if ("flags" in parsed) {
    const { importFiles } = await (import(
      "../import/import_files.ts" as string
    ) as Promise<typeof import("../import/import_files.ts")>);
    return await importFiles(runtime, parsed.flags);
  }
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return importCommand("oml2 import");
}
