/**
 * Parses a command line with the options of a command.
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

/** The options of a command, or a text to print instead of running. */
export type Parsed<Flags> =
  | { readonly flags: Flags }
  | { readonly print: string };

/**
 * Parses `args` into `command`. Returns the text to print instead of running
 * (`--help`, `--version`, `--usage`), if requested.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
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
    // Checking whether colours are wanted would read the environment.
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

/**
 * Accepts popt's `-d=4` as well, and names the option if its value is invalid.
 */
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
    `is unknown; use one of ${choices.join(", ")}`,
  );
}

/**
 * Prefixes a parser's message with what was parsed: `option`, which is `""` or
 * `"option --NAME: "`, and its value.
 *
 * @throws {OptionsError} if the value is invalid.
 */
export function named<T>(option: string, text: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new OptionsError(`${option}"${quoteText(text)}" ${error.message}`);
  }
}
