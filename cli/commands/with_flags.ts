/**
 * What commands do with their command line.
 *
 * @module
 */
import process from "node:process";
import type { Parsed } from "../options/parse_command.ts";

/**
 * Runs a command with its flags, or prints what was asked for instead; returns
 * the exit status.
 */
export async function withFlags<Flags>(
  parsed: Parsed<Flags>,
  run: (flags: Flags) => Promise<number>,
): Promise<number> {
  if ("flags" in parsed) return await run(parsed.flags);
  process.stdout.write(parsed.print);
  return 0;
}
