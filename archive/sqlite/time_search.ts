/**
 * Looks for a time in a table without an index.
 *
 * @module
 */
import { isTime, TIME_COLUMNS } from "../selection.ts";
import type { Clock } from "../rows.ts";
import type { IdRange } from "../spread.ts";
import type { TimeRange } from "../time_index.ts";
import type { StoredTable } from "./catalogue.ts";
import type { ReadDatabase } from "./read_database.ts";

/** Rows around the ends of a time that are read as well. */
const MARGIN_ROWS = 50_000;

/** A table to search. */
interface Searched {
  readonly database: ReadDatabase;
  readonly table: StoredTable;
}

/**
 * About the first id in `ids` with a time from `time` on, as if times never went
 * back.
 */
export function firstSince(
  { database, table: { sql, id } }: Searched,
  ids: IdRange,
  { clock, time }: { readonly clock: Clock; readonly time: number },
): number {
  let [low, high] = [ids.from, ids.to + 1];
  const select = `SELECT ${TIME_COLUMNS[clock]} FROM ${sql} ` +
    `WHERE ${id} >= ? ORDER BY ${id} LIMIT 1`;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = database.first(select, middle)?.at(0);
    if (isTime(found) && found < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The ids in `ids` that most rows of a time have. */
export function likelyIds(
  searched: Searched,
  ids: IdRange,
  { clock, from, to }: TimeRange & { readonly clock: Clock },
): IdRange {
  const first = firstSince(searched, ids, { clock, time: from });
  const last = firstSince(searched, ids, { clock, time: to });
  return {
    from: Math.max(ids.from, first - MARGIN_ROWS),
    to: Math.min(ids.to, last + MARGIN_ROWS),
  };
}
