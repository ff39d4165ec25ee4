import type { SqliteDatabase } from "../../../server/rows/sqlite/sqlite_database.ts";
import type { Flush } from "../../../server/rows/store.ts";

/** Writes a flush without giving others a turn. */
export function writeFlush(database: SqliteDatabase, flush: Flush): void {
  const steps = database.write(flush);
  while (steps.next().done !== true);
}
