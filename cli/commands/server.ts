/**
 * The subcommand `server`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseServerFlags, serverCommand } from "../server_flags.ts";

/** Runs the server; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseServerFlags(args, "oml2-server");
  if ("flags" in parsed) {
    // Not before it is asked for: help and version are there at once.
    const { serve } = await import("../serve.ts");
    return await serve(runtime, parsed.flags);
  }
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return serverCommand("oml2-server");
}
