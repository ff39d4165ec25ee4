/**
 * Copies a write-ahead log into its file without waiting for the disk.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";

/**
 * Copies all commits of `database`, whose file is at `path`, into the file, as
 * far as readers allow it. The next checkpoint forces the file to disk.
 *
 * SQLite starts a log anew once the file has all of it, and relies on the file
 * being on disk by then. A reader prevents that until there is another commit,
 * which changes nothing, and which only a checkpoint brings into the file.
 *
 * @throws {Error} if the database can't be opened again, or written.
 */
export function copyLog(database: DatabaseSync, path: string): void {
  const reader = new DatabaseSync(path, { readOnly: true });
  try {
    reader.exec("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1");
    database.exec(
      "PRAGMA synchronous = OFF; PRAGMA main.wal_checkpoint(PASSIVE)",
    );
    const version = database.prepare("PRAGMA main.user_version").get();
    database.exec(`PRAGMA main.user_version = ${version?.user_version}`);
  } finally {
    reader.close();
  }
}
