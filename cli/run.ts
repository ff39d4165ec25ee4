/**
 * Turns a command line into a running program and its exit status.
 *
 * @module
 */
import process from "node:process";
import type { Runtime } from "../ports/runtime.ts";
import { chooseSubcommand, SUBCOMMANDS } from "./commands.ts";
import type { Subcommand } from "./subcommand.ts";
import { OptionsError, StartError } from "./options/options_error.ts";
import { versionText } from "./options/version.ts";

/**
 * Runs the program that the first argument names, or the file name `name` by
 * which it was started. Returns the exit status.
 */
export async function run(
  loadRuntime: () => Promise<Runtime>,
  name: string,
  args: readonly string[],
): Promise<number> {
  const chosen = chooseSubcommand(name, args);
  if (chosen === undefined) return runItself(args[0] ?? "");
  return await runSubcommand(chosen.subcommand, loadRuntime, chosen.args);
}

async function runSubcommand(
  { program, load }: Subcommand,
  loadRuntime: () => Promise<Runtime>,
  args: readonly string[],
): Promise<number> {
  if (args.length === 1 && asksForVersion(args[0])) {
    // Loads neither the options nor the runtime's port.
    process.stdout.write(versionText(program));
    return 0;
  }
  try {
    const { main } = await load();
    return await main(await loadRuntime(), args, SUBCOMMANDS);
  } catch (error) {
    const mistaken = error instanceof OptionsError;
    const fault = mistaken || error instanceof StartError
      ? error.message
      : unreadableModule(error);
    if (fault === undefined) throw error;
    process.stderr.write(`${program}: ${fault}\n`);
    return mistaken ? 2 : 1;
  }
}

/** What prevented Deno from loading a module when it was needed. */
function unreadableModule(error: unknown): string | undefined {
  if (!(error instanceof TypeError)) return undefined;
  const [, path] = /^Requires read access to "([^"]+\.ts)"/
    .exec(error.message) ?? [];
  return path &&
    `Deno may not read ${path}; add the directory of the sources to ` +
      "--allow-read, as in --allow-read=DATA,SOURCES";
}

function asksForVersion(argument: string): boolean {
  return argument === "--version" || argument === "-v";
}

function runItself(argument: string): number {
  if (asksForVersion(argument)) {
    process.stdout.write(versionText("oml2"));
    return 0;
  }
  if (["--help", "-?", "help"].includes(argument)) {
    process.stdout.write(help());
    return 0;
  }
  const names = [...SUBCOMMANDS.keys()].join(", ");
  const fault = argument === "" ? "no command" : `no command "${argument}"`;
  process.stderr.write(`oml2: ${fault}; use ${names} or --help\n`);
  return 2;
}

function help(): string {
  const width = Math.max(...[...SUBCOMMANDS.keys()].map((n) => n.length));
  const lines = [...SUBCOMMANDS].map(([name, { summary }]) =>
    `  ${name.padEnd(width)}  ${summary}`
  );
  return [
    "Usage: oml2 COMMAND [OPTION...]",
    "",
    "Commands:",
    ...lines,
    "",
    "Run oml2 COMMAND --help for the options of a command.",
    "",
  ].join("\n");
}
