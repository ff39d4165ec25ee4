/**
 * The options of `oml2 merge`.
 *
 * @module
 */
import {
  Argument,
  type Command,
  InvalidArgumentError,
  Option,
} from "commander";
import { addInfoOptions, newCommand } from "../options/command.ts";
import { helpText } from "../options/help_text.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { MERGE_MANUAL } from "./merge_manual.ts";

/** The options of `oml2 merge`. */
export interface MergeFlags {
  /** The paths of the parts. */
  readonly parts: readonly string[];
  /** The path of the new database. */
  readonly to: string;
  /** Whether rows that several parts have are all kept. */
  readonly keepAll: boolean;
}

/**
 * Parses the command line.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseMergeFlags(
  args: readonly string[],
  program: string,
): Parsed<MergeFlags> {
  const command = mergeCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  const { to, keepAll } = command.opts();
  return { flags: { parts: command.args, to, keepAll: keepAll === true } };
}

/** The command with its options. */
export function mergeCommand(program: string): Command {
  const command = newCommand(program, "PART... --to FILE [OPTION...]")
    .description(MERGE_MANUAL.description.join("\n\n"))
    .addArgument(new Argument("<part...>", "databases of one experiment"))
    .optionsGroup("Merging:")
    .addOption(
      new Option(
        "--to <file>",
        "the new database; its name is the experiment's",
      ).argParser(databaseName).makeOptionMandatory(),
    )
    .option(
      "--keep-all",
      "store rows that several parts have as often as the parts have them",
    )
    .addHelpText("after", helpText(MERGE_MANUAL));
  return addInfoOptions(command);
}

function databaseName(path: string): string {
  if (/[^/]\.sq3$/.test(path)) return path;
  throw new InvalidArgumentError("write the name of a new file, DOMAIN.sq3");
}
