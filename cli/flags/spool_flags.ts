/**
 * Options of the proxy's spool.
 *
 * @module
 */
import { type Command, Option } from "commander";
import type { SpoolPolicy, SyncMode } from "../../proxy/options.ts";
import { OptionsError } from "../options/options_error.ts";
import { filled, formatSize, size } from "../options/values.ts";

/** Where and how the proxy stores streams. */
export interface SpoolFlags {
  /** Result file of the first stream; those of others have a number. */
  readonly resultfile: string;
  /** When data is forced to disk. */
  readonly sync: SyncMode;
  /** Bytes of a memory page. */
  readonly size: number;
  /** Bytes of memory for data that is not sent yet. */
  readonly memory: number;
  /** Bytes of unsent data on disk; if unset, the disk is the limit. */
  readonly maxSpool?: number;
  /** What happens when that limit is reached. */
  readonly spoolPolicy: SpoolPolicy;
  /** Whether result files are deleted after replay. */
  readonly deleteReplayed: boolean;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Adds the options to `command`. */
export function addSpoolFlags(command: Command): void {
  command.optionsGroup("Spool (a size may end in k, M or G):")
    .option(
      "-r, --resultfile <file>",
      "file for a client's stream; FILE.1, FILE.2 ... if it exists",
      filled("write a file"),
      "oml_result_proxy.log",
    )
    .addOption(
      new Option(
        "--sync <mode>",
        "force data to disk always, at intervals of 200 ms, or never",
      ).choices(["always", "interval", "never"]).default("interval"),
    )
    .addOption(
      sized("-s, --size <bytes>", "size of a memory page", 256 * KIB)
        .argParser(size(1, GIB)),
    )
    .addOption(
      sized(
        "--memory <size>",
        "memory for unsent data; more is read back from the files",
        64 * MIB,
      ).argParser(size(MIB, 64 * GIB)),
    )
    .option(
      "--max-spool <size>",
      "maximum size of unsent data (default: until the disk is full)",
      size(MIB, 1024 * 1024 * GIB),
    )
    .addOption(
      new Option(
        "--spool-policy <policy>",
        "when that is reached, make clients wait or drop new tuples",
      ).choices(["block", "drop-new"]).default("block"),
    )
    .option("--delete-replayed", "delete result files once they are replayed");
}

/**
 * The values of the options.
 *
 * @throws {OptionsError} if a page is larger than the memory.
 */
export function spoolFlags(options: Record<string, unknown>): SpoolFlags {
  const pageSize = Number(options.size);
  const memory = Number(options.memory);
  if (pageSize > memory) {
    throw new OptionsError(
      `option --size: "${formatSize(pageSize)}" is more than --memory, ` +
        `${formatSize(memory)}; lower the first or raise the second`,
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
