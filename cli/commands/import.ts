/**
 * The subcommand `import`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { importCommand, parseImportFlags } from "../flags/import_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Imports capture files; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(
    parseImportFlags(args, "oml2 import"),
    async (flags) => {
      const { importFiles } = await (import(
        "../import/import_files.ts" as string
      ) as Promise<typeof import("../import/import_files.ts")>);
      return await importFiles(runtime, flags);
    },
  );
}

/** The options. */
export function command(): Command {
  return importCommand("oml2 import");
}
