/**
 * What SQLite's errors mean. The runtimes give no common error code, so the
 * messages, which are SQLite's own, are looked at.
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

/** What is wrong with the tables, the file or the call, not with a row. */
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
 * Whether the fault is in a row: a constraint, its type, or what a trigger
 * says, which may be anything.
 */
export function isRejection(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    error.code === "ERR_SQLITE_ERROR" && !isTemporary(error) &&
    !BEYOND_ROWS.test(error.message);
}

/** Whether the same call may work later. */
export function isTemporary(error: unknown): boolean {
  return isBusy(error) || isDiskFault(error);
}
