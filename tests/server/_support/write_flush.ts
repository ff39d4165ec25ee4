import type { RejectedRow } from "../../../server/rows/rejected_rows.ts";
import type { SqliteDatabase } from "../../../server/rows/sqlite/sqlite_database.ts";
import type { Flush } from "../../../server/rows/store.ts";

/** Writes a flush without yielding; returns the rejected rows. */
export function writeFlush(
  database: SqliteDatabase,
  flush: Flush,
  ...rest: [keepRejects?: boolean]
): RejectedRow[] {
  const steps = database.write(flush, ...rest);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
