/**
 * Files that a program creates beside those of its users. If other users may
 * write to the directory, a symbolic link planted under the right name would
 * lead anywhere, so links are never followed.
 *
 * @module
 */
import { lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * Checks that `path` is not a symbolic link.
 *
 * @throws {Error} with the link and the remedy.
 */
export function refuseLink(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) {
    throw new Error(
      `${path} is a symbolic link, which is not followed; ` +
        "remove it",
    );
  }
}

/**
 * Removes a file that an earlier run has left at `path`, so that it can be
 * created again with the flag `x`, which does not follow links either.
 *
 * @throws {Error} if something else is in the way.
 */
export function makeWay(path: string): void {
  refuseLink(path);
  rmSync(path, { force: true });
}

/**
 * Writes a file of the program's own, replacing one of an earlier run.
 *
 * @throws {Error} if something is in the way, or it can't be written.
 */
export function writeOwnFile(path: string, text: string): void {
  makeWay(path);
  writeFileSync(path, text, { flag: "wx" });
}

/**
 * The process id in a file that other users may have written; or `"unknown"`.
 */
export function readProcessId(path: string): string {
  try {
    return /^\d+$/.exec(readFileSync(path, "utf8").trim())?.[0] ?? "unknown";
  } catch {
    return "unknown";
  }
}
