/**
 * The SQLite store in a worker thread.
 *
 * @module
 */
import type { MessagePort } from "../../../ports/runtime.ts";
import { GarbageWatch } from "../../../shared/idle_collector.ts";
import { hostStore } from "../worker/store_host.ts";
import type { JournalMode } from "./sqlite_database.ts";
import { SqliteStore } from "./sqlite_store.ts";

/** The options that the server sends to a worker's store. */
export interface SqliteHostOptions {
  /** The directory of the databases. */
  readonly directory: string;
  /** How they are protected against crashes. */
  readonly journal: JournalMode;
  /** Whether rows that a database rejects are kept, or only counted. */
  readonly keepRejects: boolean;
  /** Whether each measurement table gets a view. */
  readonly views: boolean;
}

/** Bytes of a block larger than any that SQLite uses here. */
const LARGEST_BLOCK = 4 * 1024 * 1024;

/** Serves databases to the server at the other end of `port`. */
export function hostSqliteStore(port: MessagePort): void {
  keepFreedMemory();
  new GarbageWatch();
  hostStore(port, (options, log, abandon) => {
    // The server's own side sends SqliteHostOptions.
    return new SqliteStore({ ...options as SqliteHostOptions, abandon }, log);
  });
}

/**
 * SQLite frees its memory after each commit, and allocates it again for the
 * next. The C library would return it to the system, and getting a page again
 * takes longer than filling it; but from the largest freed block it learns that
 * such blocks are short-lived (glibc, `M_MMAP_THRESHOLD`).
 */
function keepFreedMemory(): void {
  new ArrayBuffer(LARGEST_BLOCK).transfer(0);
}
