/**
 * The subcommand `check`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { check } from "../check/check.ts";
import { parseServerFlags, serverCommand } from "../flags/server_flags.ts";

/** Checks whether the server could start; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseServerFlags(args, "oml2 check");
  if ("flags" in parsed) return await check(runtime, parsed.flags);
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return serverCommand("oml2 check");
}
