/**
 * The directory that databases are kept in.
 *
 * @module
 */
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { StoreError } from "../../server/rows/store.ts";
import { errorText } from "../../shared/error_text.ts";

const DEFAULT_DIR = "/usr/local/var/oml2";

/** The directory asked for; the environment is looked at only without one. */
export function dataDirectory(flag: string | undefined): string {
  return resolve(flag ?? process.env.OML_SQLITE_DIR ?? DEFAULT_DIR);
}

/**
 * Sees to it that the directory is there and can be read; makes it if its
 * parent is there. Whether it can be written, its lock finds out.
 *
 * @throws {StoreError} naming what is wrong with it.
 */
export function prepareDataDirectory(directory: string): void {
  const fail = (why: string, cause?: unknown) =>
    new StoreError(`Cannot use the data directory ${directory}: ${why}`, {
      cause,
      hint: "choose another one with -D, or correct its permissions",
    });
  try {
    const found = statSync(directory, { throwIfNoEntry: false });
    if (found === undefined) mkdirSync(directory);
    else if (!found.isDirectory()) throw fail("it is no directory");
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    const why = `it does not exist and can't be made (${errorText(cause)})`;
    throw fail(why, cause);
  }
  try {
    readdirSync(directory);
  } catch (cause) {
    throw fail(`it can't be read (${errorText(cause)})`, cause);
  }
}
