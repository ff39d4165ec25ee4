/**
 * Reads a command line with the options of a command.
 *
 * @module
 */
import {
  type Argument,
  type Command,
  CommanderError,
  InvalidArgumentError,
  type Option,
} from "commander";
import { quoteText } from "../../codec/values/quote.ts";
import { OptionsError } from "./options_error.ts";
import { usageText } from "./usage_text.ts";

const HELP_COLUMNS = 80;

/**
 * Fills `command` from `args`. Returns what is to be printed instead of doing
 * anything (`--help`, `--version`, `--usage`), if that was asked for.
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
    getOutHelpWidth: () => HELP_COLUMNS,
    // Asking whether colours are wanted would read the environment.
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  for (const option of command.options) refineOption(option);
  for (const argument of command.registeredArguments) refineArgument(argument);
  try {
    command.parse(args, { from: "user" });
    return command.opts().usage === true ? usageText(command) : undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return printed;
    const why = quoteText(error.message.replace(/^error: /, ""));
    throw new OptionsError(`${why} (see ${command.name()} --help)`);
  }
}

type Parse = <T>(value: string, previous: T) => T;

/** Reads popt's `-d=4` too, and names the option where its value is wrong. */
function refineOption(option: Option): void {
  if (!option.required && !option.optional) return;
  const { parseArg, argChoices } = option;
  option.argParser((value: string, previous: unknown) => {
    const text = option.short ? value.replace(/^=/, "") : value;
    return named(`option ${option.long}: `, text, () => {
      if (argChoices !== undefined) return chosen(argChoices, text);
      return parseArg?.(text, previous) ?? text;
    });
  });
}

function refineArgument(argument: Argument): void {
  const { argChoices } = argument;
  const parseArg = argument.parseArg as Parse | undefined;
  argument.argParser((value: string, previous: unknown) =>
    named("", value, () => {
      if (argChoices !== undefined) return chosen(argChoices, value);
      return parseArg?.(value, previous) ?? value;
    })
  );
}

function chosen(choices: readonly string[], text: string): string {
  if (choices.includes(text)) return text;
  throw new InvalidArgumentError(
    `is unknown; write one of ${choices.join(", ")}`,
  );
}

/** Puts what was being read before the message of a parser that refuses it. */
function named(option: string, text: string, parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new OptionsError(`${option}"${quoteText(text)}" ${error.message}`);
  }
}
