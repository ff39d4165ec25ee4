/**
 * Limits on the resources that clients can use.
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

/** Limits on what one client sends. */
export interface StreamLimits {
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
  /** Bytes received but not stored yet. */
  readonly maxMemory: number;
}

/** Limits on the resources that clients can use. */
export interface LimitFlags {
  /** The limits. */
  readonly limits: StreamLimits & {
    /** Clients that are connected at the same time. */
    readonly maxConnections: number;
    /** Databases that are open at the same time. */
    readonly maxDomains: number;
  };
}

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const { limits, collect, maxConnections, maxDomains } = DEFAULT_SERVER_OPTIONS;

/** SQLite allows 2000 columns a table; the server uses five of them. */
const MOST_FIELDS = 1995;

/** A row is up to seven times as long as its message, and at most 2^28 bytes. */
const LONGEST_MESSAGE = 32 * MIB;

const GROUP = "Limits (a size may end in k, M or G):";

/** Adds the options to `command`. */
export function addLimitFlags(command: Command): void {
  command.optionsGroup(GROUP)
    .addOption(
      counted(
        "--max-connections <n>",
        "maximum number of connected clients",
        maxConnections,
        1_000_000,
      ),
    )
    .addOption(
      counted(
        "--max-domains <n>",
        "maximum number of open databases",
        maxDomains,
        100_000,
      ),
    );
  addStreamLimitFlags(command);
}

/** Adds the options that limit what one client sends. */
export function addStreamLimitFlags(command: Command): void {
  command.optionsGroup(GROUP)
    .addOption(
      counted(
        "--max-fields <n>",
        "maximum number of fields in a schema",
        limits.fields,
        MOST_FIELDS,
      ),
    )
    .addOption(
      counted(
        "--max-streams <n>",
        "maximum number of streams per client; further ones are rejected",
        limits.streams,
        MOST_REDEFINED,
      ),
    )
    .addOption(
      counted(
        "--max-tables <n>",
        "maximum number of tables per experiment; streams that need more are " +
          "rejected",
        collect.tables,
        MOST_REDEFINED,
      ),
    )
    .addOption(
      sized(
        "--max-definitions <size>",
        "maximum size of all schemas of a client, and of an experiment",
        limits.definitionBytes,
        size(64 * KIB, GIB),
      ),
    )
    .addOption(
      sized(
        "--max-header <size>",
        "maximum size of a client's headers",
        limits.headerBytes,
        size(KIB, 64 * MIB),
      ),
    )
    .addOption(
      sized(
        "--max-message <size>",
        "maximum size of a line or binary message",
        limits.messageBytes,
        size(KIB, LONGEST_MESSAGE),
      ),
    )
    .addOption(
      sized(
        "--max-memory <size>",
        "maximum size of data that waits to be stored; beyond it clients wait",
        collect.allBytes,
        size(MIB, 64 * GIB),
      ),
    );
}

/**
 * The values of the options.
 *
 * @throws {OptionsError} if a message might not fit into the memory.
 */
export function limitFlags(options: Record<string, unknown>): LimitFlags {
  return {
    limits: {
      ...streamLimits(options),
      maxConnections: Number(options.maxConnections),
      maxDomains: Number(options.maxDomains),
    },
  };
}

/**
 * The values of the options that limit what one client sends.
 *
 * @throws {OptionsError} if a message might not fit into the memory.
 */
export function streamLimits(options: Record<string, unknown>): StreamLimits {
  const maxMessage = Number(options.maxMessage);
  const maxMemory = Number(options.maxMemory);
  if (maxMemory < maxMessage) {
    throw new OptionsError(
      `option --max-memory: "${formatSize(maxMemory)}" is less than ` +
        `--max-message, ${formatSize(maxMessage)}; raise the first or lower ` +
        "the second",
    );
  }
  return {
    maxHeader: Number(options.maxHeader),
    maxMessage,
    maxFields: Number(options.maxFields),
    maxStreams: Number(options.maxStreams),
    maxTables: Number(options.maxTables),
    maxDefinitions: Number(options.maxDefinitions),
    maxMemory,
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
