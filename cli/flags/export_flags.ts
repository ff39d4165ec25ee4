/**
 * The options of `oml2 export`.
 *
 * @module
 */
import { Argument, type Command, Option } from "commander";
import { addInfoOptions, newCommand } from "../options/command.ts";
import { helpText } from "../options/help_text.ts";
import { OptionsError } from "../options/options_error.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { filled } from "../options/values.ts";
import { EXPORT_MANUAL } from "./export_manual.ts";
import { type Moment, parseMoment } from "./moment.ts";

/** The names of the formats. */
export const EXPORT_FORMATS = ["csv", "jsonl", "parquet", "omsp"] as const;

/** The name of a format. */
export type ExportFormat = typeof EXPORT_FORMATS[number];

/** Which rows are exported. */
export interface ExportRange {
  /** The earliest time; unlimited if unset. */
  readonly since: Moment | undefined;
  /** The latest time; unlimited if unset. */
  readonly until: Moment | undefined;
  /** Names of senders; all if there are none. */
  readonly senders: readonly string[];
}

/** The options of `oml2 export`. */
export interface ExportFlags extends ExportRange {
  /** A file, a directory, or a URI. */
  readonly source: string;
  /** Names of tables; all if there are none. */
  readonly tables: readonly string[];
  /** The name of the experiment, if the source may have several. */
  readonly domain: string | undefined;
  /** The format. */
  readonly format: ExportFormat;
  /** A file, a directory, or `-`. */
  readonly to: string;
  /** Whether existing files are replaced. */
  readonly force: boolean;
  /** Whether times are written as dates. */
  readonly absoluteTime: boolean;
  /** Whether streams have the times of arrival. */
  readonly arrivals: boolean;
}

/**
 * Parses the command line.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseExportFlags(
  args: readonly string[],
  program: string,
): Parsed<ExportFlags> {
  const command = exportCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  const [source, ...tables] = command.args;
  const options = command.opts();
  const { since, until } = options;
  if (isReversed(since, until)) {
    throw new OptionsError(
      `--since is later than --until; exchange them (see ${program} --help)`,
    );
  }
  if (options.format === "omsp" && options.absoluteTime === true) {
    throw new OptionsError(
      "--absolute-time is not for omsp, whose times are since the start; " +
        `leave it out (see ${program} --help)`,
    );
  }
  if (options.format !== "omsp" && options.arrivals === true) {
    throw new OptionsError(
      "--arrivals is only for omsp, the other formats have oml_ts_server; " +
        `leave it out (see ${program} --help)`,
    );
  }
  return {
    flags: {
      ...{ source, since, until },
      tables: [...new Set(tables)],
      domain: options.domain,
      format: options.format,
      to: options.to,
      senders: options.sender ?? [],
      force: options.force === true,
      absoluteTime: options.absoluteTime === true,
      arrivals: options.arrivals === true,
    },
  };
}

/** The command with its options. */
export function exportCommand(program: string): Command {
  const command = newCommand(program, "SOURCE [TABLE...] [OPTION...]")
    .description(EXPORT_MANUAL.description.join("\n\n"))
    .addArgument(
      new Argument(
        "<source>",
        "a database file, a directory with --domain, or a PostgreSQL URI",
      ),
    )
    .addArgument(new Argument("[table...]", "tables (default: all)"));
  addOutputOptions(command);
  addRowOptions(command);
  command.addHelpText("after", helpText(EXPORT_MANUAL));
  return addInfoOptions(command);
}

function addOutputOptions(command: Command): void {
  command.optionsGroup("Output:")
    .addOption(
      new Option("--format <format>", "the format of the files")
        .choices(EXPORT_FORMATS).default("csv"),
    )
    .addOption(
      new Option(
        "--to <file>",
        "write to this file, or to a file for each table in this directory; " +
          "- is the standard output",
      ).argParser(filled("write a file, a directory, or -")).default("-"),
    )
    .option("--force", "replace existing files")
    .option(
      "--absolute-time",
      "write dates in UTC instead of seconds since the start",
    )
    .option(
      "--arrivals",
      "add the times of arrival to omsp, for oml2 import",
    );
}

function addRowOptions(command: Command): void {
  command.optionsGroup("Contents:")
    .option(
      "--domain <name>",
      "the experiment, if there are several",
      filled("write the name of an experiment"),
    )
    .option(
      "--since <time>",
      "rows that arrived at this time or later: seconds since the start, or " +
        "a date",
      parseMoment,
    )
    .option(
      "--until <time>",
      "rows that arrived at this time or earlier",
      parseMoment,
    )
    .option(
      "--sender <name>",
      "rows of this sender; may be given several times",
      appended,
    );
}

function appended(
  name: string,
  names: readonly string[] = [],
): readonly string[] {
  return [...names, name];
}

/** Whether both are of the same kind, and in the wrong order. */
function isReversed(
  since: Moment | undefined,
  until: Moment | undefined,
): boolean {
  if (since === undefined || until === undefined) return false;
  if ("unix" in since && "unix" in until) return since.unix > until.unix;
  return "sinceStart" in since && "sinceStart" in until &&
    since.sinceStart > until.sinceStart;
}
