/**
 * Options that tell where measurements go.
 *
 * @module
 */
import { type Command, Option } from "commander";
import type { JournalMode } from "../../server/rows/sqlite/sqlite_database.ts";
import { filled } from "../options/values.ts";

/** A kind of databases. */
export type Backend = "sqlite" | "postgresql";

/** Where measurements go. */
export interface StorageFlags {
  /** Directory of the databases; unset, the environment or default tells. */
  readonly dataDir: string | undefined;
  /** What keeps the databases. */
  readonly backend: Backend;
  /** How SQLite's databases are guarded against a crash. */
  readonly journal: JournalMode;
  /** Whether refused samples are kept. */
  readonly rejects: boolean;
}

/** Adds the options to `command`. */
export function addStorageFlags(command: Command): void {
  command.optionsGroup("Where measurements go:")
    .option(
      "-D, --data-dir <dir>",
      "directory of the SQLite databases (default: $OML_SQLITE_DIR, else " +
        "/usr/local/var/oml2)",
      filled("write a directory"),
    )
    .addOption(
      new Option("-b, --backend <name>", "what keeps the databases")
        .choices(["sqlite", "postgresql"]).default("sqlite"),
    )
    .addOption(
      new Option("--journal <mode>", "of SQLite; delete for network mounts")
        .choices(["wal", "delete"]).default("wal"),
    )
    .option("--no-rejects", "count refused samples, but do not keep them");
}

/** What the options say. */
export function storageFlags(options: Record<string, unknown>): StorageFlags {
  return {
    dataDir: options.dataDir as string | undefined,
    backend: options.backend as Backend,
    journal: options.journal as JournalMode,
    rejects: options.rejects !== false,
  };
}
