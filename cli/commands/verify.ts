/**
 * The subcommand `verify`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseVerifyFlags, verifyCommand } from "../flags/verify_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Compares two databases; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(
    parseVerifyFlags(args, "oml2 verify"),
    async (flags) => {
      const { verify } = await (import(
        "../verify/verify.ts" as string
      ) as Promise<typeof import("../verify/verify.ts")>);
      return await verify(runtime, flags);
    },
  );
}

/** The options. */
export function command(): Command {
  return verifyCommand("oml2 verify");
}
