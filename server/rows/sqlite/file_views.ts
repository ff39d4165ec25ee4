/**
 * Creates and removes the views of a file that a server may be using.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { rollBack } from "./flush_writer.ts";
import { metadataForm } from "./old_databases.ts";
import {
  dropViews,
  type SqliteViewOptions,
  SqliteViews,
} from "./sqlite_views.ts";

/** Milliseconds that another program may be writing. */
const TIMEOUT_MS = 5_000;

/**
 * Creates the views that are missing in the database at `path`, and replaces
 * those whose tables have changed. Returns the names of all views that there
 * are then.
 *
 * @throws {Error} if it is not the database of an experiment, or can't be
 * written to; then nothing is changed.
 */
export function createFileViews(
  path: string,
  options: SqliteViewOptions,
): string[] {
  return inTransaction(path, (database) => {
    const steps = new SqliteViews(database, options).createAll();
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  });
}

/**
 * Removes the views of the database at `path`; returns their names.
 *
 * @throws {Error} if it is not the database of an experiment, or can't be
 * written to; then nothing is changed.
 */
export function dropFileViews(path: string): string[] {
  return inTransaction(path, dropViews);
}

function inTransaction<T>(
  path: string,
  work: (database: DatabaseSync) => T,
): T {
  const database = new DatabaseSync(path, { timeout: TIMEOUT_MS });
  try {
    if (metadataForm(database) === "none") {
      throw new Error("it is not the database of an experiment");
    }
    database.exec("BEGIN IMMEDIATE");
    try {
      const result = work(database);
      database.exec("COMMIT");
      return result;
    } catch (error) {
      rollBack(database);
      throw error;
    }
  } finally {
    database.close();
  }
}
