/**
 * The options of `oml2 ls`.
 *
 * @module
 */
import { Argument, type Command, Option } from "commander";
import { addInfoOptions, newCommand } from "../options/command.ts";
import { helpText } from "../options/help_text.ts";
import { OptionsError } from "../options/options_error.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { filled } from "../options/values.ts";
import { dataDirectory } from "../process/data_dir.ts";
import { LS_MANUAL } from "./ls_manual.ts";

/** The options of `oml2 ls`. */
export interface LsFlags {
  /** What to list: a directory, a database file, or a PostgreSQL URI. */
  readonly source: string;
  /** Whether to print JSON. */
  readonly json: boolean;
}

/**
 * Parses the command line.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseLsFlags(
  args: readonly string[],
  program: string,
): Parsed<LsFlags> {
  const command = lsCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  const { dataDir, format } = command.opts();
  const [source] = command.args;
  if (source !== undefined && dataDir !== undefined) {
    throw new OptionsError(
      `option -D can't be used with the source "${source}"; give one of them`,
    );
  }
  return {
    flags: {
      source: source ?? dataDirectory(dataDir),
      json: format === "json",
    },
  };
}

/** The command with its options. */
export function lsCommand(program: string): Command {
  const command = newCommand(program, "[SOURCE] [OPTION...]")
    .description(LS_MANUAL.description.join("\n\n"))
    .addArgument(
      new Argument("[source]", "directory, database file, or PostgreSQL URI"),
    )
    .option(
      "-D, --data-dir <dir>",
      "data directory of a server (default: as for the server)",
      filled("write a directory"),
    )
    .addOption(
      new Option("--format <format>", "format of the output")
        .choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", helpText(LS_MANUAL));
  return addInfoOptions(command);
}
