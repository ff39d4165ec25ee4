/**
 * The options of `oml2 views`.
 *
 * @module
 */
import { Argument, type Command } from "commander";
import { addInfoOptions, newCommand } from "../options/command.ts";
import { helpText } from "../options/help_text.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { filled } from "../options/values.ts";
import { VIEWS_MANUAL } from "./views_manual.ts";

/** The options of `oml2 views`. */
export interface ViewsFlags {
  /** A file, a directory, or a PostgreSQL URI. */
  readonly source: string;
  /** The only experiment to change; all if unset. */
  readonly domain: string | undefined;
  /** Whether to remove the views. */
  readonly drop: boolean;
}

/**
 * Parses the command line.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseViewsFlags(
  args: readonly string[],
  program: string,
): Parsed<ViewsFlags> {
  const command = viewsCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  const { domain, drop } = command.opts();
  return {
    flags: { source: command.args[0], domain, drop: drop === true },
  };
}

/** The command with its options. */
export function viewsCommand(program: string): Command {
  const command = newCommand(program, "SOURCE [OPTION...]")
    .description(VIEWS_MANUAL.description.join("\n\n"))
    .addArgument(
      new Argument(
        "<source>",
        "database file, directory with databases, or PostgreSQL URI",
      ),
    )
    .optionsGroup("Views:")
    .option(
      "--domain <name>",
      "only this experiment of the source",
      filled("write the name of an experiment"),
    )
    .option("--drop", "remove the views")
    .addHelpText("after", helpText(VIEWS_MANUAL));
  return addInfoOptions(command);
}
