/**
 * Looks for a time in a table without an index.
 *
 * @module
 */
import { TIME_COLUMNS } from "../selection.ts";
import type { Clock } from "../rows.ts";
import type { IdRange } from "../spread.ts";
import type { TimeRange } from "../time_index.ts";
import type { TableContext } from "./postgres_table.ts";

/** Rows around the ends of a time that are read as well. */
const MARGIN_ROWS = 50_000;

/** A table to search. */
type Searched = Pick<TableContext, "reader" | "table">;

/**
 * The ids in `ids` that most rows of a time have, as if times never went back.
 */
export async function likelyIds(
  searched: Searched,
  ids: IdRange,
  { clock, from, to }: TimeRange & { readonly clock: Clock },
): Promise<IdRange> {
  const first = await firstSince(searched, ids, { clock, time: from });
  const last = await firstSince(searched, ids, { clock, time: to });
  return {
    from: Math.max(ids.from, first - MARGIN_ROWS),
    to: Math.min(ids.to, last + MARGIN_ROWS),
  };
}

/** About the first id with a time from `time` on. */
async function firstSince(
  { reader, table }: Searched,
  ids: IdRange,
  { clock, time }: { readonly clock: Clock; readonly time: number },
): Promise<number> {
  let [low, high] = [ids.from, ids.to + 1];
  const select = `SELECT ${TIME_COLUMNS[clock]} AS t FROM ${table.sql}
    WHERE oml_tuple_id >= $1 ORDER BY oml_tuple_id LIMIT 1`;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [row] = await reader.query(select, [middle]);
    if (typeof row?.t === "number" && row.t < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
