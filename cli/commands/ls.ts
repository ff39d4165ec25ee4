/**
 * The subcommand `ls`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { lsCommand, parseLsFlags } from "../flags/ls_flags.ts";

/** Lists stored experiments; returns the exit status. */
export async function main(
  _runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseLsFlags(args, "oml2 ls");
  if ("flags" in parsed) {
    const { list } = await (import(
      "../ls/ls.ts" as string
    ) as Promise<typeof import("../ls/ls.ts")>);
    return await list(parsed.flags);
  }
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return lsCommand("oml2 ls");
}
