/**
 * The subcommand `man`.
 *
 * @module
 */
import process from "node:process";
import { Argument, type Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { newCommand } from "../options/command.ts";
import { manPage } from "../manual/man_page.ts";
import { PAGES } from "../manual/pages.ts";
import { parseCommand } from "../options/parse_command.ts";

/** Prints a manual page; returns the exit status. */
export function main(
  _runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const options = command();
  const print = parseCommand(options, args);
  const page = PAGES.get(options.args[0]);
  const text = page === undefined ? "" : manPage(page);
  process.stdout.write(print ?? text);
  return Promise.resolve(0);
}

/** The options. */
export function command(): Command {
  return newCommand("oml2 man", "PAGE")
    .description("Prints a manual page, e.g. oml2 man server | man -l -")
    .addArgument(new Argument("<page>", "whose").choices([...PAGES.keys()]));
}
