/**
 * The directory of the databases.
 *
 * @module
 */
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { StoreError } from "../../server/rows/store.ts";
import { errorText } from "../../shared/error_text.ts";

const DEFAULT_DIR = "/usr/local/var/oml2";

/** The directory that was given; otherwise the environment's or the default. */
export function dataDirectory(flag: string | undefined): string {
  return resolve(flag ?? process.env.OML_SQLITE_DIR ?? DEFAULT_DIR);
}

/**
 * Ensures that the directory exists and can be read; creates it if its parent
 * exists. Its lock checks later whether it can be written.
 *
 * @throws {StoreError} with the reason and the remedy.
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
    else if (!found.isDirectory()) throw fail("it is not a directory");
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    const why = `it does not exist and can't be created (${errorText(cause)})`;
    throw fail(why, cause);
  }
  try {
    readdirSync(directory);
  } catch (cause) {
    throw fail(`it can't be read (${errorText(cause)})`, cause);
  }
}
