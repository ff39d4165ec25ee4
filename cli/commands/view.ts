/**
 * The subcommand `view`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseViewFlags, viewCommand } from "../flags/view_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Shows stored measurements until it is stopped; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(parseViewFlags(args, "oml2 view"), async (flags) => {
    const { view } = await (import(
      "../view/view.ts" as string
    ) as Promise<typeof import("../view/view.ts")>);
    return await view(runtime, flags);
  });
}

/** The options. */
export function command(): Command {
  return viewCommand("oml2 view");
}
