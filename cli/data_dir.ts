/**
 * The directory that databases are kept in.
 *
 * @module
 */
import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import process from "node:process";
import { StoreError } from "../server/rows/store.ts";

const DEFAULT_DIR = "/usr/local/var/oml2";

/** The directory asked for; the environment is looked at only without one. */
export function dataDirectory(flag: string | undefined): string {
  return resolve(flag ?? process.env.OML_SQLITE_DIR ?? DEFAULT_DIR);
}

/**
 * Sees to it that the directory can be used; makes it if its parent is there.
 *
 * @throws {StoreError} naming what is wrong with it.
 */
export function prepareDataDirectory(directory: string): void {
  const fail = (why: string, cause?: unknown) =>
    new StoreError(`Cannot use the data directory ${directory}: ${why}`, {
      cause,
      hint: "choose another one with -D, or correct its permissions",
    });
  const found = statSync(directory, { throwIfNoEntry: false });
  if (found === undefined) {
    const parent = statSync(dirname(directory), { throwIfNoEntry: false });
    if (!parent?.isDirectory()) throw fail("it does not exist");
    try {
      mkdirSync(directory);
    } catch (cause) {
      throw fail("it does not exist and can't be made", cause);
    }
  } else if (!found.isDirectory()) {
    throw fail("it is no directory");
  }
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw fail("it must be readable, writable and searchable", cause);
  }
}
