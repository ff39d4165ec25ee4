/**
 * Bounds the bytes of an answer with rows: a row may have a few bytes, or
 * vectors of thousands of values.
 *
 * @module
 */
import type { Rows, RowsQuery } from "../../../archive/rows.ts";

/** About the most bytes of an answer. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Rows that are read first, to see how long rows are. */
const FIRST_ROWS = 100;

/**
 * The rows that `read` returns for `query`; fewer, with `more`, if they are
 * long.
 */
export async function boundedRows(
  query: RowsQuery,
  read: (query: RowsQuery) => Promise<Rows>,
): Promise<Rows> {
  if (query.limit <= FIRST_ROWS) return await read(query);
  const first = await read({ ...query, limit: FIRST_ROWS });
  const count = first.ids.length;
  if (!first.more || count === 0) return first;
  const bytes = JSON.stringify(first).length / count;
  const limit = Math.min(query.limit, Math.floor(MOST_BYTES / bytes));
  return limit <= count ? first : await read({ ...query, limit });
}
