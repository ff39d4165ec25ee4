/**
 * The SQLite store in a worker thread.
 *
 * @module
 */
import type { MessagePort } from "../../../ports/runtime.ts";
import { hostStore } from "../store_host.ts";
import type { JournalMode } from "./sqlite_database.ts";
import { SqliteStore } from "./sqlite_store.ts";

/** What the server tells a worker of its store. */
export interface SqliteHostOptions {
  /** The directory of the databases. */
  readonly directory: string;
  /** How they are guarded against a crash. */
  readonly journal: JournalMode;
}

/** Keeps databases for the server at the other end of `port`. */
export function hostSqliteStore(port: MessagePort): void {
  hostStore(port, (options, log, abandon) => {
    // The server's own side sends what SqliteHostOptions says.
    const { directory, journal } = options as SqliteHostOptions;
    return new SqliteStore({ directory, journal, abandon }, log);
  });
}
