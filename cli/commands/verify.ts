/**
 * The subcommand `verify`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseVerifyFlags, verifyCommand } from "../flags/verify_flags.ts";

/** Compares two databases; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseVerifyFlags(args, "oml2 verify");
  if ("flags" in parsed) {
    const { verify } = await (import(
      "../verify/verify.ts" as string
    ) as Promise<typeof import("../verify/verify.ts")>);
    return await verify(runtime, parsed.flags);
  }
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return verifyCommand("oml2 verify");
}
