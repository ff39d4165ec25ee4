/**
 * Options that bound what clients may make the server hold.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { MOST_REDEFINED } from "../../codec/tuples/stream.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../server/options.ts";
import { OptionsError } from "../options/options_error.ts";
import {
  formatSize,
  size,
  type ValueParser,
  wholeNumber,
} from "../options/values.ts";

/** What clients may make the server hold. */
export interface LimitFlags {
  /** The bounds. */
  readonly limits: {
    /** Clients at once. */
    readonly maxConnections: number;
    /** Bytes of a client's headers. */
    readonly maxHeader: number;
    /** Bytes of a line or message. */
    readonly maxMessage: number;
    /** Fields of a schema. */
    readonly maxFields: number;
    /** Streams of a client. */
    readonly maxStreams: number;
    /** Tables of an experiment. */
    readonly maxTables: number;
    /** Bytes of a client's definitions, and of an experiment's tables. */
    readonly maxDefinitions: number;
    /** Databases open at once. */
    readonly maxDomains: number;
    /** Bytes on their way to the databases. */
    readonly maxMemory: number;
  };
}

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const { limits, collect, maxConnections, maxDomains } = DEFAULT_SERVER_OPTIONS;

/** SQLite's tables have 2000 columns at most, five of them the server's. */
const MOST_FIELDS = 1995;

/** A row of up to seven times the message must have a size below 2^28. */
const LONGEST_MESSAGE = 32 * MIB;

/** Adds the options to `command`. */
export function addLimitFlags(command: Command): void {
  command.optionsGroup("Limits (a size may end in k, M or G):")
    .addOption(
      counted(
        "--max-connections <n>",
        "clients at once",
        maxConnections,
        1_000_000,
      ),
    )
    .addOption(
      counted(
        "--max-domains <n>",
        "databases open at once",
        maxDomains,
        100_000,
      ),
    )
    .addOption(
      counted("--max-fields <n>", "of a schema", limits.fields, MOST_FIELDS),
    )
    .addOption(
      counted(
        "--max-streams <n>",
        "that a client may define; more are refused",
        limits.streams,
        MOST_REDEFINED,
      ),
    )
    .addOption(
      counted(
        "--max-tables <n>",
        "of an experiment; the streams of more are refused",
        collect.tables,
        MOST_REDEFINED,
      ),
    )
    .addOption(
      sized(
        "--max-definitions <size>",
        "of a client's schemas, and of those of an experiment's tables",
        limits.definitionBytes,
        size(64 * KIB, GIB),
      ),
    )
    .addOption(
      sized(
        "--max-header <size>",
        "of all headers of a client",
        limits.headerBytes,
        size(KIB, 64 * MIB),
      ),
    )
    .addOption(
      sized(
        "--max-message <size>",
        "of one line or message",
        limits.messageBytes,
        size(KIB, LONGEST_MESSAGE),
      ),
    )
    .addOption(
      sized(
        "--max-memory <size>",
        "of all that is on its way to the databases; then clients wait",
        collect.allBytes,
        size(MIB, 64 * GIB),
      ),
    );
}

/**
 * What the options say.
 *
 * @throws {OptionsError} if a message would not fit into the memory.
 */
export function limitFlags(options: Record<string, unknown>): LimitFlags {
  const maxMessage = Number(options.maxMessage);
  const maxMemory = Number(options.maxMemory);
  if (maxMemory < maxMessage) {
    throw new OptionsError(
      `option --max-memory: "${formatSize(maxMemory)}" is less than ` +
        `--max-message, ${formatSize(maxMessage)}; raise it, or lower that`,
    );
  }
  return {
    limits: {
      maxConnections: Number(options.maxConnections),
      maxHeader: Number(options.maxHeader),
      maxMessage,
      maxFields: Number(options.maxFields),
      maxStreams: Number(options.maxStreams),
      maxTables: Number(options.maxTables),
      maxDefinitions: Number(options.maxDefinitions),
      maxDomains: Number(options.maxDomains),
      maxMemory,
    },
  };
}

function counted(
  flags: string,
  description: string,
  fallback: number,
  most: number,
): Option {
  return new Option(flags, description).default(fallback)
    .argParser(wholeNumber(1, most));
}

function sized(
  flags: string,
  description: string,
  fallback: number,
  parse: ValueParser<number>,
): Option {
  return new Option(flags, description).default(fallback, formatSize(fallback))
    .argParser(parse);
}
