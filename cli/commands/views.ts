/**
 * The subcommand `views`.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseViewsFlags, viewsCommand } from "../flags/views_flags.ts";
import { withFlags } from "./with_flags.ts";

/** Creates or removes views; returns the exit status. */
export async function main(
  _runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  return await withFlags(parseViewsFlags(args, "oml2 views"), async (flags) => {
    const { views } = await (import(
      "../views/views.ts" as string
    ) as Promise<typeof import("../views/views.ts")>);
    return await views(flags);
  });
}

/** The options. */
export function command(): Command {
  return viewsCommand("oml2 views");
}
