/**
 * The size of SQLite's write-ahead logs.
 *
 * @module
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { EXTENSION } from "../../server/rows/sqlite/file_extension.ts";

/** End of their names. */
const WAL = `${EXTENSION}-wal`;

/**
 * Bytes of the logs in `directory`; 0 if it can't be read. The files are not
 * opened: closing one would end the locks that SQLite has on it.
 */
export function walBytes(directory: string): number {
  try {
    return readdirSync(directory).filter((name) => name.endsWith(WAL))
      .reduce((sum, name) => sum + sizeOf(join(directory, name)), 0);
  } catch {
    return 0;
  }
}

/** A log may be removed at any time. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
