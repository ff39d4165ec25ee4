/**
 * The subcommand `completions`.
 *
 * @module
 */
import process from "node:process";
import { Argument, type Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { newCommand } from "../options/command.ts";
import type { Subcommands } from "../subcommand.ts";
import { bashCompletions } from "../completions/bash.ts";
import {
  type CompletedCommand,
  toCompleted,
} from "../completions/completion.ts";
import { fishCompletions } from "../completions/fish.ts";
import { zshCompletions } from "../completions/zsh.ts";
import { parseCommand } from "../options/parse_command.ts";

const SHELLS: ReadonlyMap<
  string,
  (commands: readonly CompletedCommand[]) => string
> = new Map([
  ["bash", bashCompletions],
  ["zsh", zshCompletions],
  ["fish", fishCompletions],
]);

/** Prints the script for a shell; returns the exit status. */
export async function main(
  _runtime: Runtime,
  args: readonly string[],
  subcommands: Subcommands,
): Promise<number> {
  const options = command();
  const print = parseCommand(options, args);
  const script = SHELLS.get(options.args[0])?.(
    await completedCommands(subcommands),
  );
  process.stdout.write(print ?? script ?? "");
  return 0;
}

/** The options. */
export function command(): Command {
  return newCommand("oml2 completions", "SHELL")
    .description(
      "Prints shell completions, e.g. source <(oml2 completions bash)",
    )
    .addArgument(new Argument("<shell>", "which").choices([...SHELLS.keys()]));
}

async function completedCommands(
  subcommands: Subcommands,
): Promise<CompletedCommand[]> {
  const completed: CompletedCommand[] = [];
  for (const [name, { program, summary, load }] of subcommands) {
    const { command } = await load();
    completed.push(toCompleted({ name, program, summary }, command?.()));
  }
  return completed;
}
