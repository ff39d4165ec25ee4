/**
 * The subcommand `check`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { check } from "../check/check.ts";
import { parseServerFlags, serverCommand } from "../flags/server_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Checks whether the server could start; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(
    parseServerFlags(args, "oml2 check"),
    (flags) => check(runtime, flags),
  );
}

/** The options. */
export function command(): Command {
  return serverCommand("oml2 check");
}
