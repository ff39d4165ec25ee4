/**
 * The archive of SQLite files in a worker thread.
 *
 * @module
 */
import type { MessagePort } from "../../ports/runtime.ts";
import {
  SqliteArchive,
  type SqliteArchiveOptions,
} from "../sqlite/sqlite_archive.ts";
import { hostArchive } from "./archive_host.ts";

/** Answers the program at the other end of `port`. */
export function hostSqliteArchive(port: MessagePort): void {
  // The program's own side sends SqliteArchiveOptions.
  hostArchive(
    port,
    (options) => new SqliteArchive(options as SqliteArchiveOptions),
  );
}
