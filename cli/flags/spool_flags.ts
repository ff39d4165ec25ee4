/**
 * Options of what the proxy keeps.
 *
 * @module
 */
import type { SpoolPolicy, SyncMode } from "../../proxy/options.ts";
import { type Command, Option } from "commander";
import { OptionsError } from "../options/options_error.ts";
import { filled, formatSize, size } from "../options/values.ts";

/** What the proxy keeps, and where. */
export interface SpoolFlags {
  /** File of the first client's stream; those of others have a number. */
  readonly resultfile: string;
  /** When what was written is forced to disk. */
  readonly sync: SyncMode;
  /** Bytes of a page of memory. */
  readonly size: number;
  /** Bytes of memory for what is not yet sent. */
  readonly memory: number;
  /** Bytes on disk; unset, the disk is the bound. */
  readonly maxSpool?: number;
  /** What is done where that is reached. */
  readonly spoolPolicy: SpoolPolicy;
  /** Whether files are removed once they were replayed. */
  readonly deleteReplayed: boolean;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Adds the options to `command`. */
export function addSpoolFlags(command: Command): void {
  command.optionsGroup("What is kept (a size may end in k, M or G):")
    .option(
      "-r, --resultfile <file>",
      "file of a client's stream; FILE.1, FILE.2 ... where it exists",
      filled("write a file"),
      "oml_result_proxy.log",
    )
    .addOption(
      new Option(
        "--sync <mode>",
        "force data to disk always, at an interval of 200 ms, or never",
      ).choices(["always", "interval", "never"]).default("interval"),
    )
    .addOption(
      sized("-s, --size <bytes>", "of a page of memory", 256 * KIB)
        .argParser(size(1, GIB)),
    )
    .addOption(
      sized(
        "--memory <size>",
        "of what is not yet sent; more is read back from the files",
        64 * MIB,
      ).argParser(size(MIB, 64 * GIB)),
    )
    .option(
      "--max-spool <size>",
      "that wait to be sent (default: until the disk is full)",
      size(MIB, 1024 * 1024 * GIB),
    )
    .addOption(
      new Option(
        "--spool-policy <policy>",
        "when that is reached: let clients wait, or drop what is new",
      ).choices(["block", "drop-new"]).default("block"),
    )
    .option("--delete-replayed", "remove files once they are replayed");
}

/**
 * What the options say.
 *
 * @throws {OptionsError} if a page does not fit into the memory.
 */
export function spoolFlags(options: Record<string, unknown>): SpoolFlags {
  const pageSize = Number(options.size);
  const memory = Number(options.memory);
  if (pageSize > memory) {
    throw new OptionsError(
      `option --size: "${formatSize(pageSize)}" is more than --memory, ` +
        `${formatSize(memory)}; lower it, or raise that`,
    );
  }
  return {
    resultfile: String(options.resultfile),
    sync: options.sync as SyncMode,
    size: pageSize,
    memory,
    maxSpool: options.maxSpool as number | undefined,
    spoolPolicy: options.spoolPolicy as SpoolPolicy,
    deleteReplayed: options.deleteReplayed === true,
  };
}

function sized(flags: string, description: string, fallback: number): Option {
  return new Option(flags, description).default(fallback, formatSize(fallback));
}
