/**
 * The options of `oml2 import`.
 *
 * @module
 */
import {
  Argument,
  type Command,
  InvalidArgumentError,
  Option,
} from "commander";
import { isDomain } from "../../codec/headers/session_header.ts";
import { addInfoOptions, newCommand } from "../options/command.ts";
import { helpText } from "../options/help_text.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { IMPORT_MANUAL } from "./import_manual.ts";
import {
  addStreamLimitFlags,
  type StreamLimits,
  streamLimits,
} from "./limit_flags.ts";
import {
  addPostgresFlags,
  type PostgresFlags,
  postgresFlags,
} from "./postgres_flags.ts";
import {
  addStorageFlags,
  type StorageFlags,
  storageFlags,
} from "./storage_flags.ts";

/** The options of `oml2 import`. */
export interface ImportFlags extends StorageFlags, PostgresFlags {
  /** The files. */
  readonly files: readonly string[];
  /** Whether to store again what was imported before. */
  readonly again: boolean;
  /** The experiment of all files, if not the one in their headers. */
  readonly domain: string | undefined;
  /** Limits on the contents of the files. */
  readonly limits: StreamLimits;
}

/**
 * Parses the command line.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseImportFlags(
  args: readonly string[],
  program: string,
): Parsed<ImportFlags> {
  const command = importCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  const options = command.opts();
  return {
    flags: {
      ...storageFlags(options),
      ...postgresFlags(options),
      files: command.args,
      again: options.again === true,
      domain: options.domain as string | undefined,
      limits: streamLimits(options),
    },
  };
}

/** The command with its options. */
export function importCommand(program: string): Command {
  const command = newCommand(program, "FILE... [OPTION...]")
    .description(IMPORT_MANUAL.description.join("\n\n"))
    .addArgument(new Argument("<file...>", "capture files"))
    .optionsGroup("Import:")
    .option("--again", "store once more what was imported before")
    .addOption(
      new Option(
        "--domain <name>",
        "experiment that the files are stored in (default: the one that " +
          "their headers name)",
      ).argParser(parseDomain),
    )
    .addHelpText("after", helpText(IMPORT_MANUAL));
  addStorageFlags(command);
  addPostgresFlags(command);
  addStreamLimitFlags(command);
  return addInfoOptions(command);
}

function parseDomain(text: string): string {
  if (isDomain(text)) return text;
  throw new InvalidArgumentError(
    "is no name of an experiment; use 1 to 63 ASCII letters, digits, blanks " +
      "or -_.+:@=,~, and not . or - at the start",
  );
}
