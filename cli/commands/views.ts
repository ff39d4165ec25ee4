/**
 * The subcommand `views`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseViewsFlags, viewsCommand } from "../flags/views_flags.ts";

/** Creates or removes views; returns the exit status. */
export async function main(
  _runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseViewsFlags(args, "oml2 views");
  if ("flags" in parsed) {
    const { views } = await (import(
      "../views/views.ts" as string
    ) as Promise<typeof import("../views/views.ts")>);
    return await views(parsed.flags);
  }
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return viewsCommand("oml2 views");
}
