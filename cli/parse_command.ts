/**
 * Reads a command line with the options of a command.
 *
 * @module
 */
import { type Command, CommanderError } from "commander";
import { OptionsError } from "./options_error.ts";

/**
 * Fills `command` from `args`. Returns what is to be printed instead of doing
 * anything (`--help`, `--version`), if that was asked for.
 *
 * @throws {OptionsError} naming the option, its value and the remedy.
 */
export function parseCommand(
  command: Command,
  args: readonly string[],
): string | undefined {
  let printed = "";
  command.exitOverride().configureOutput({
    writeOut: (text) => printed += text,
    writeErr: () => undefined,
    // Asking whether colours are wanted would read the environment.
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  try {
    command.parse(args, { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return printed;
    const why = error.message.replace(/^error: /, "");
    throw new OptionsError(`${why} (see ${command.name()} --help)`);
  }
}
