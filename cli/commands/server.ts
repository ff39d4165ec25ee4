/**
 * The subcommand `server`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseServerFlags, serverCommand } from "../flags/server_flags.ts";

/** Runs the server; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseServerFlags(args, "oml2-server");
  if ("flags" in parsed) {
    const { flags } = parsed;
    // Loaded only when needed, so that help appears at once.
    if (flags.check) {
      const { check } = await import("../check/check.ts");
      return await check(runtime, flags);
    }
    const { serve } = await import("../server/serve.ts");
    return await serve(runtime, flags);
  }
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return serverCommand("oml2-server");
}
