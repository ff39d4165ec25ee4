/**
 * The subcommand `load`.
 *
 * @module
 */
import process from "node:process";
import type { Runtime } from "../../ports/runtime.ts";
import { load } from "../load.ts";
import { parseLoadFlags } from "../load_flags.ts";

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
