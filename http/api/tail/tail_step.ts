/**
 * Steps of a live tail.
 *
 * @module
 */
import type { Rows } from "../../../archive/rows.ts";
import type { Tail } from "../schemas/row_schemas.ts";

/** The rows between two ids. */
export interface TailStep {
  /** The rows have greater ids. */
  readonly after: number;
  /** The largest id that was looked at. */
  readonly lastId: number;
  /** The rows as a server-sent event; `undefined` if there is nothing to tell. */
  readonly event: string | undefined;
}

const NO_ROWS: Omit<Rows, "lastId"> = {
  ids: [],
  senders: [],
  seqs: [],
  client: [],
  server: [],
  values: {},
  more: false,
};

/** All rows after `after`, as far as they were looked at. */
export function nextStep(after: number, rows: Rows): TailStep {
  return stepWith(after, rows, lastOf(after, rows), 0);
}

/**
 * The last rows, as far as they come after `after`, and up to `lastId` if that
 * is given; those between `after` and the first of them are passed over.
 */
export function newestStep(
  after: number,
  rows: Rows,
  lastId: number = lastOf(after, rows),
): TailStep {
  const known = rows.ids.findLastIndex((id) => id <= after) + 1;
  const first = rows.ids[0] ?? lastId + 1;
  const hasGap = known === 0 && rows.more;
  const skipped = hasGap ? Math.max(0, first - after - 1) : 0;
  // What `more` says is about rows that are passed over.
  const last = { ...rowsFrom(known, rows), more: false };
  return stepWith(after, last, lastId, skipped);
}

/** All rows from `after` to `lastId` are passed over. */
export function emptyStep(after: number, lastId: number): TailStep {
  const skipped = Math.max(0, lastId - after);
  return stepWith(after, NO_ROWS, Math.max(after, lastId), skipped);
}

/** Without the first `start` rows. */
function rowsFrom(start: number, rows: Rows): Rows {
  if (start === 0) return rows;
  const values = Object.entries(rows.values).map(([column, values]) =>
    [column, values.slice(start)] as const
  );
  return {
    ...rows,
    ids: rows.ids.slice(start),
    senders: rows.senders.slice(start),
    seqs: rows.seqs.slice(start),
    client: rows.client.slice(start),
    server: rows.server.slice(start),
    values: Object.fromEntries(values),
  };
}

function lastOf(after: number, rows: Rows): number {
  return Math.max(after, rows.lastId, rows.ids.at(-1) ?? 0);
}

function stepWith(
  after: number,
  rows: Omit<Rows, "lastId">,
  lastId: number,
  skipped: number,
): TailStep {
  if (rows.ids.length === 0 && skipped === 0) {
    return { after, lastId, event: undefined };
  }
  const tail: Tail = { ...rows, lastId, skipped };
  const event = `id: ${lastId}\nevent: rows\ndata: ${JSON.stringify(tail)}\n\n`;
  return { after, lastId, event };
}
