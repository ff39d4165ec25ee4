/**
 * Files that a program makes beside those of its users. Where others may write
 * into the directory too, a symbolic link that waits there under the right
 * name would lead anywhere: none is ever followed.
 *
 * @module
 */
import { lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * Checks that `path` is not a symbolic link.
 *
 * @throws {Error} naming the link, and the remedy.
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
 * Removes a file that an earlier run has left at `path`, so that it can be made
 * anew: with the flag `x`, which follows no link either.
 *
 * @throws {Error} if something else is in the way.
 */
export function makeWay(path: string): void {
  refuseLink(path);
  rmSync(path, { force: true });
}

/**
 * Writes a file of the program's own, in place of one of an earlier run.
 *
 * @throws {Error} if something is in the way, or it can't be written.
 */
export function writeOwnFile(path: string, text: string): void {
  makeWay(path);
  writeFileSync(path, text, { flag: "wx" });
}

/** The process id in a file that others may have put there; or `"unknown"`. */
export function readProcessId(path: string): string {
  try {
    return /^\d+$/.exec(readFileSync(path, "utf8").trim())?.[0] ?? "unknown";
  } catch {
    return "unknown";
  }
}
