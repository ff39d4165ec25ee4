/**
 * The options of `oml2 view`.
 *
 * @module
 */
import { Argument, type Command, Option } from "commander";
import { addInfoOptions, newCommand } from "../options/command.ts";
import { parseListen } from "../options/endpoint.ts";
import { helpText } from "../options/help_text.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { filled } from "../options/values.ts";
import { type HttpFlags, httpPlace } from "./http_flags.ts";
import { VIEW_MANUAL } from "./view_manual.ts";

/** The options of `oml2 view`. */
export interface ViewFlags {
  /** Files, directories, and URIs. */
  readonly sources: readonly string[];
  /** Where to serve the page. */
  readonly http: HttpFlags;
  /** Whether to open a browser. */
  readonly open: boolean;
}

/**
 * Parses the command line.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseViewFlags(
  args: readonly string[],
  program: string,
): Parsed<ViewFlags> {
  const command = viewCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  const { port, httpTokenFile, open } = command.opts();
  return {
    flags: {
      sources: command.args,
      http: httpPlace(port, httpTokenFile, "--port"),
      open: open === true,
    },
  };
}

/** The command with its options. */
export function viewCommand(program: string): Command {
  const command = newCommand(program, "SOURCE... [OPTION...]")
    .description(VIEW_MANUAL.description.join("\n\n"))
    .addArgument(
      new Argument(
        "<source...>",
        "database files, capture files, directories, PostgreSQL URIs",
      ),
    )
    .optionsGroup("Page:")
    .addOption(
      new Option(
        "--port <[host:]port>",
        "port of the page, on this machine only; with a host such as * for " +
          "others, too, who need a token",
      )
        .argParser(parseListen)
        .default({ host: undefined, port: 0 }, "any free port"),
    )
    .option(
      "--http-token-file <file>",
      "file with the token that users need (or OML_HTTP_TOKEN)",
      filled("write a file"),
    )
    .option("--open", "open the page in a browser")
    .addHelpText("after", helpText(VIEW_MANUAL));
  return addInfoOptions(command);
}
