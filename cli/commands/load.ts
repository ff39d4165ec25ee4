/**
 * The subcommand `load`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { load } from "../load.ts";
import { loadCommand, parseLoadFlags } from "../load_flags.ts";

/** Sends a load; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseLoadFlags(args, "oml2 load");
  if ("flags" in parsed) return await load(runtime, parsed.flags);
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return loadCommand("oml2 load");
}
