/**
 * The subcommand `view`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { parseViewFlags, viewCommand } from "../flags/view_flags.ts";

/** Shows stored measurements until it is stopped; returns the exit status. */
export async function main(
  runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseViewFlags(args, "oml2 view");
  if ("flags" in parsed) {
    const { view } = await (import(
      "../view/view.ts" as string
    ) as Promise<typeof import("../view/view.ts")>);
    return await view(runtime, parsed.flags);
  }
  process.stdout.write(parsed.print);
  return 0;
}

/** The options. */
export function command(): Command {
  return viewCommand("oml2 view");
}
