/**
 * Searches for the rows of a query, in any backend.
 *
 * @module
 */
import { type Deadline, LIMIT_MS } from "./deadline.ts";
import { TimeLimitError } from "./errors.ts";
import type { RowsQuery } from "./rows.ts";
import { candidates, wantedIds } from "./selection.ts";
import type { IdRange } from "./spread.ts";
import type { TimeIndex } from "./time_index.ts";

/** How many ids are looked at in one step. */
export interface Steps {
  /** In the first step; each has twice as many as the one before. */
  readonly first: number;
  /** At most. */
  readonly largest: number;
}

/** A table whose rows are looked for. */
export interface SearchedTable<Row> {
  /** All ids; `undefined` without rows. */
  readonly all: IdRange | undefined;
  /** The times of its rows, as far as they are known. */
  readonly index: TimeIndex;
  /** Limits the time. */
  readonly deadline: Deadline;
  /** The steps of the search. */
  readonly steps: Steps;
  /** Reads at most `most` rows with these ids, in the order of the search. */
  readonly read: (
    ids: IdRange,
    most: number,
  ) => readonly Row[] | Promise<readonly Row[]>;
  /** The id of a row. */
  readonly idOf: (row: Row) => number;
  /** Called between two steps. */
  readonly pause?: () => Promise<void>;
}

/** Rows in ascending order of their ids. */
export interface FoundRows<Row> {
  /** The rows. */
  readonly rows: readonly Row[];
  /** As {@linkcode Rows.lastId}. */
  readonly lastId: number;
  /** As {@linkcode Rows.more}. */
  readonly more: boolean;
}

/** Whether a query wants the last rows, so that the search begins with them. */
export function isBackward({ after, before }: RowsQuery): boolean {
  return after === undefined && before !== undefined;
}

/**
 * Looks for rows until there are enough or the time is over.
 *
 * @throws {TimeLimitError} if none of the last rows is found in time.
 */
export async function findRows<Row>(
  query: RowsQuery,
  table: SearchedTable<Row>,
): Promise<FoundRows<Row>> {
  const wanted = wantedIds(table.all, query);
  if (wanted === undefined) {
    return { rows: [], lastId: Math.max(query.after ?? 0, 0), more: false };
  }
  const { rows, seen } = await collect(query, wanted, table);
  if (!isBackward(query)) {
    return { rows, lastId: seen, more: seen < wanted.to };
  }
  const more = seen > wanted.from;
  if (rows.length === 0 && more) throw new TimeLimitError(LIMIT_MS);
  return { rows: rows.reverse(), lastId: wanted.to, more };
}

/** `seen` is the last id that was looked at, in the direction of the search. */
async function collect<Row>(
  query: RowsQuery,
  wanted: IdRange,
  { index, deadline, steps, read, idOf, pause }: SearchedTable<Row>,
): Promise<{ readonly rows: Row[]; readonly seen: number }> {
  const backward = isBackward(query);
  const ranges = candidates(index, query, wanted);
  const rows: Row[] = [];
  let seen = backward ? wanted.to + 1 : wanted.from - 1;
  for (const ids of stepsOf(ranges, backward, steps)) {
    if (deadline.isOver) return { rows, seen };
    const left = query.limit - rows.length;
    const found = await read(ids, left);
    for (const row of found) rows.push(row);
    if (found.length === left) {
      return { rows, seen: idOf(rows[rows.length - 1]) };
    }
    seen = backward ? ids.from : ids.to;
    await pause?.();
  }
  return { rows, seen: backward ? wanted.from : wanted.to };
}

/** Growing steps through ranges, in one direction. */
function* stepsOf(
  ranges: readonly IdRange[],
  backward: boolean,
  { first, largest }: Steps,
): Generator<IdRange> {
  let size = first;
  for (const { from, to } of backward ? ranges.toReversed() : ranges) {
    for (let done = 0; done <= to - from;) {
      yield backward
        ? { from: Math.max(from, to - done - size + 1), to: to - done }
        : { from: from + done, to: Math.min(to, from + done + size - 1) };
      done += size;
      size = Math.min(2 * size, largest);
    }
  }
}
