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

/** Whether the same call may work later. */
export function isTemporary(error: unknown): boolean {
  return isBusy(error) || isDiskFault(error);
}
