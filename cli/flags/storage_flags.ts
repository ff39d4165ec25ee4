/**
 * Options of the databases.
 *
 * @module
 */
import { type Command, Option } from "commander";
import type { JournalMode } from "../../server/rows/sqlite/sqlite_database.ts";
import { filled } from "../options/values.ts";

/** A kind of database. */
export type Backend = "sqlite" | "postgresql";

/** Where measurements are stored. */
export interface StorageFlags {
  /** Directory of the databases; if unset, the environment or the default. */
  readonly dataDir: string | undefined;
  /** The database system. */
  readonly backend: Backend;
  /** SQLite's journal mode. */
  readonly journal: JournalMode;
  /** Whether rejected samples are stored. */
  readonly rejects: boolean;
  /** Whether each measurement table gets a view. */
  readonly views: boolean;
}

/** Adds the options to `command`. */
export function addStorageFlags(command: Command): void {
  command.optionsGroup("Storage:")
    .option(
      "-D, --data-dir <dir>",
      "directory of the SQLite databases (default: $OML_SQLITE_DIR or " +
        "/usr/local/var/oml2)",
      filled("write a directory"),
    )
    .addOption(
      new Option("-b, --backend <name>", "database system")
        .choices(["sqlite", "postgresql"]).default("sqlite"),
    )
    .addOption(
      new Option(
        "--journal <mode>",
        "SQLite's journal mode; use delete on network file systems",
      )
        .choices(["wal", "delete"]).default("wal"),
    )
    .option("--no-rejects", "count rejected samples, but do not store them")
    .option(
      "--views",
      "create a view v_<table> of each measurement table, with names and UTC " +
        "times (oml2 views does so afterwards)",
    );
}

/** The values of the options. */
export function storageFlags(options: Record<string, unknown>): StorageFlags {
  return {
    dataDir: options.dataDir as string | undefined,
    backend: options.backend as Backend,
    journal: options.journal as JournalMode,
    rejects: options.rejects !== false,
    views: options.views === true,
  };
}
