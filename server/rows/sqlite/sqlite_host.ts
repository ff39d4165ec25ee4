/**
 * The SQLite store in a worker thread.
 *
 * @module
 */
import type { MessagePort } from "../../../ports/runtime.ts";
import { collectWhenIdle } from "../../../shared/idle_collector.ts";
import { hostStore } from "../worker/store_host.ts";
import type { JournalMode } from "./sqlite_database.ts";
import { SqliteStore } from "./sqlite_store.ts";

/** What the server tells a worker of its store. */
export interface SqliteHostOptions {
  /** The directory of the databases. */
  readonly directory: string;
  /** How they are guarded against a crash. */
  readonly journal: JournalMode;
  /** Whether rows that a database rejects are kept, or only counted. */
  readonly keepRejects: boolean;
}

/** Bytes of a block that is larger than any that SQLite is given here. */
const LARGEST_BLOCK = 4 * 1024 * 1024;

/** Keeps databases for the server at the other end of `port`. */
export function hostSqliteStore(port: MessagePort): void {
  keepFreedMemory();
  collectWhenIdle();
  hostStore(port, (options, log, abandon) => {
    // The server's own side sends what SqliteHostOptions says.
    return new SqliteStore({ ...options as SqliteHostOptions, abandon }, log);
  });
}

/**
 * SQLite gives its memory back behind each commit, and wants it again at the
 * next. The C library would hand it on to the system, which takes longer to
 * fetch a page again than SQLite to fill it; but it learns from the largest
 * block freed that such blocks come and go (glibc, `M_MMAP_THRESHOLD`).
 */
function keepFreedMemory(): void {
  new ArrayBuffer(LARGEST_BLOCK).transfer(0);
}
