/**
 * The subcommand `merge`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { mergeCommand, parseMergeFlags } from "../flags/merge_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Merges databases; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(parseMergeFlags(args, "oml2 merge"), async (flags) => {
    const { merge } = await (import(
      "../merge/merge.ts" as string
    ) as Promise<typeof import("../merge/merge.ts")>);
    return await merge(runtime, flags);
  });
}

/** The options. */
export function command(): Command {
  return mergeCommand("oml2 merge");
}
