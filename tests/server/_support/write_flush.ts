import type { RefusedRow } from "../../../server/rows/refused_rows.ts";
import type { SqliteDatabase } from "../../../server/rows/sqlite/sqlite_database.ts";
import type { Flush } from "../../../server/rows/store.ts";

/** Writes a flush without giving others a turn; returns the refused rows. */
export function writeFlush(
  database: SqliteDatabase,
  flush: Flush,
  ...rest: [keepRejects?: boolean]
): RefusedRow[] {
  const steps = database.write(flush, ...rest);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
