/**
 * The subcommand `server`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseServerFlags, serverCommand } from "../flags/server_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Runs the server; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(
    parseServerFlags(args, "oml2-server"),
    async (flags) => {
      // Loaded only when needed, so that help appears at once.
      if (flags.check) {
        const { check }: typeof import("../check/check.ts") = await import(
          "../check/check.ts" as string
        );
        return await check(runtime, flags);
      }
      const { serve } = await import("../server/serve.ts");
      return await serve(runtime, flags);
    },
  );
}

/** The options. */
export function command(): Command {
  return serverCommand("oml2-server");
}
