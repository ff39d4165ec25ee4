import assert from "node:assert/strict";

/** What an experiment's table `app_m` holds. */
export interface Held {
  readonly rows: number;
  readonly distinct: number;
  /** The last number, and when the server read it (UNIX seconds). */
  readonly last: number;
  readonly read: number;
}

/** The query for it, of clients whose start time is 1000. */
export const HELD: string =
  "select count(*) as rows, count(distinct seq) as distinct_rows, " +
  "max(seq) as last, max(oml_ts_server) + 1000 as read from app_m";

/** The result of the query. */
export function heldOf(row: Record<string, unknown>): Held {
  return {
    rows: Number(row.rows),
    distinct: Number(row.distinct_rows),
    last: Number(row.last ?? -1),
    read: Number(row.read),
  };
}

/** Fails unless it is the beginning of a stream, each tuple once. */
export function assertExact({ rows, distinct, last }: Held, name: string) {
  assert.deepEqual([distinct, last + 1], [rows, rows], name);
}
