/**
 * The subcommand `ls`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { lsCommand, parseLsFlags } from "../flags/ls_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Lists stored experiments; returns the exit status. */
export async function main(
  _runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(parseLsFlags(args, "oml2 ls"), async (flags) => {
    const { list } = await (import(
      "../ls/ls.ts" as string
    ) as Promise<typeof import("../ls/ls.ts")>);
    return await list(flags);
  });
}

/** The options. */
export function command(): Command {
  return lsCommand("oml2 ls");
}
