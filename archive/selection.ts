/**
 * Which rows and times a query means, whatever stores them.
 *
 * @module
 */
import type { Clock, RowsQuery, Selection } from "./rows.ts";
import type { IdRange } from "./spread.ts";
import type { TimeIndex, TimeRange } from "./time_index.ts";

/** The column with the time by a clock. */
export const TIME_COLUMNS: Readonly<Record<Clock, string>> = {
  client: "oml_ts_client",
  server: "oml_ts_server",
};

/** Whether a stored value is a time. */
export function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** The range with both ranges. */
export function joinTimes(
  a: TimeRange | undefined,
  b: TimeRange | undefined,
): TimeRange | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}

/**
 * The limits of a plot: those of the query, where it has some, otherwise the
 * earliest and the latest time of the table.
 */
export function shownTimes(
  query: Selection,
  known: TimeRange | undefined,
): TimeRange {
  const from = query.from ?? known?.from ?? query.to ?? 0;
  const to = query.to ?? known?.to ?? from;
  return { from, to: Math.max(from, to) };
}

/** The ids between the limits of a query that exist. */
export function wantedIds(
  all: IdRange | undefined,
  { after = -Infinity, before = Infinity }: RowsQuery,
): IdRange | undefined {
  if (all === undefined) return undefined;
  const from = Math.max(all.from, Math.floor(after) + 1);
  const to = Math.min(all.to, Math.ceil(before) - 1);
  return from <= to ? { from, to } : undefined;
}

/** The ids of which a row can be in the time of a query. */
export function candidates(
  index: TimeIndex,
  { clock = "server", from = -Infinity, to = Infinity }: RowsQuery,
  ids: IdRange,
): IdRange[] {
  const isLimited = from > -Infinity || to < Infinity;
  return isLimited ? index.find(ids, clock, { from, to }) : [ids];
}
