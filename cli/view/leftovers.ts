/**
 * Removes the temporary databases of views that were killed.
 *
 * @module
 */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { unixTime } from "../../shared/unix_time.ts";
import { lockDataDir } from "../../server/rows/sqlite/data_dir_lock.ts";

/** How the names of temporary directories begin. */
export const TEMPORARY = "oml2-view-";

/** Milliseconds in which a view that is starting locks its directory. */
const STARTING_MS = 60_000;

/** Removes the directories in `parent` that no view has locked. */
export function removeLeftovers(parent: string): void {
  let names: string[];
  try {
    names = readdirSync(parent).filter((name) => name.startsWith(TEMPORARY));
  } catch {
    // Nothing can be made there either, which is reported then.
    return;
  }
  for (const name of names) removeLeftover(join(parent, name));
}

function removeLeftover(directory: string): void {
  try {
    const { mtimeMs, uid } = statSync(directory);
    const isNew = unixTime(performance.now()) - mtimeMs < STARTING_MS;
    if (isNew || uid !== process.getuid?.()) return;
    const lock = lockDataDir(directory, process.pid);
    rmSync(directory, { recursive: true, force: true });
    lock.release();
  } catch {
    // A view uses it, or another one is removing it.
  }
}
