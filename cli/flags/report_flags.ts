/**
 * The options of `oml2 report`.
 *
 * @module
 */
import { Argument, type Command, Option } from "commander";
import { addInfoOptions, newCommand } from "../options/command.ts";
import { helpText } from "../options/help_text.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { filled } from "../options/values.ts";
import { REPORT_MANUAL } from "./report_manual.ts";

/** The formats of a report. */
const FORMATS = ["text", "json", "html"] as const;

/** The format of a report. */
export type ReportFormat = (typeof FORMATS)[number];

/** The options of `oml2 report`. */
export interface ReportFlags {
  /** A file, a directory, or a PostgreSQL URI. */
  readonly source: string;
  /** The experiment; unset if the source has only one. */
  readonly domain: string | undefined;
  /** The format. */
  readonly format: ReportFormat;
  /** The file to write; unset for stdout. */
  readonly to: string | undefined;
}

/**
 * Parses the command line.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseReportFlags(
  args: readonly string[],
  program: string,
): Parsed<ReportFlags> {
  const command = reportCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  const { domain, format, to } = command.opts();
  return {
    flags: {
      source: command.args[0],
      domain,
      format: FORMATS.find((each) => each === format) ?? "text",
      to,
    },
  };
}

/** The command with its options. */
export function reportCommand(program: string): Command {
  const command = newCommand(program, "SOURCE [OPTION...]")
    .description(REPORT_MANUAL.description.join("\n\n"))
    .addArgument(
      new Argument("<source>", "database file, directory or PostgreSQL URI"),
    )
    .optionsGroup("Report:")
    .option(
      "--domain <name>",
      "the experiment, if the source has several",
      filled("write the name of an experiment"),
    )
    .addOption(
      new Option("--format <format>", "format of the report")
        .choices(FORMATS).default("text"),
    )
    .option(
      "--to <file>",
      "write the report to a file, not to stdout",
      filled("write a file"),
    )
    .addHelpText("after", helpText(REPORT_MANUAL));
  return addInfoOptions(command);
}
