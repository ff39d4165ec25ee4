/**
 * Classifies SQLite's errors. The runtimes have no common error codes, so this
 * checks the messages, which are SQLite's own.
 *
 * @module
 */

/** Whether another process holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error &&
    /database( table| schema)? is locked/.test(error.message);
}

/** Whether the disk is full or failing. */
export function isDiskFault(error: unknown): boolean {
  return error instanceof Error &&
    /disk is full|disk I\/O error|unable to open database file|readonly/
      .test(error.message);
}

/** Faults of the tables, the file or the call, not of a row. */
const BEYOND_ROWS = new RegExp(
  [
    "^no such |has no column named|may not be modified|ambiguous column",
    "cannot modify|cannot INSERT|values were supplied|values for \\d+ columns",
    "syntax error|unrecognized token|error in (?:trigger|view|index)",
    "malformed|not a database|out of memory|interrupted|locking protocol",
    "authoriz|not allowed|API misuse|schema has changed|foreign key mismatch",
    "cannot (?:start|commit|rollback)|query aborted|unknown operation",
    "logic error|index out of range|unsafe use|parser stack|unsupported file",
  ].join("|"),
);

/**
 * Whether the fault is in a row: a constraint, its type, or any message of a
 * trigger.
 */
export function isRejection(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    error.code === "ERR_SQLITE_ERROR" && !isTemporary(error) &&
    !BEYOND_ROWS.test(error.message);
}

/** Whether the same call may succeed later. */
export function isTemporary(error: unknown): boolean {
  return isBusy(error) || isDiskFault(error);
}
