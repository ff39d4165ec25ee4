/**
 * The last rows of a table that is not counted yet: who sends at the moment.
 *
 * @module
 */
import type { ActivityCell } from "../activity.ts";
import { RATE_SECONDS } from "../digest/recent_rows.ts";
import { type IdRange, spreadParts } from "../spread.ts";
import { type Catalogue, type StoredTable } from "./catalogue.ts";
import type { ReadDatabase } from "./read_database.ts";
import type { Uncounted } from "./row_counts.ts";
import { isTime, realSql, rowsIn } from "./table_reader.ts";

/** Rows at the end that are all looked at. */
const LAST_ROWS = 512;

/** Parts of the last seconds that are sampled, and their rows. */
const PARTS = 24;
const PART_ROWS = 128;

/** What the last rows of a sender show. */
interface SenderTail {
  lastSeq: number;
  last: number;
  /** Rows in the sample of the last seconds. */
  sampled: number;
}

/**
 * Completes the cells of a table by its last rows: `last`, `lastSeq` and `rate`
 * are of now, and there are senders that are not counted yet.
 */
export function addTail(
  cells: readonly ActivityCell[],
  database: ReadDatabase,
  { uncounted: { table, ids }, senders, now }: {
    readonly uncounted: Uncounted;
    readonly senders: Catalogue["senders"];
    readonly now: number;
  },
): ActivityCell[] {
  const { tails, factor } = readTails(database, table, ids, now);
  const completed = cells.map((cell) => {
    const tail = cell.table === table.name ? tails.get(cell.sender) : undefined;
    if (tail === undefined) return cell;
    tails.delete(cell.sender);
    return {
      ...cell,
      lastSeq: Math.max(cell.lastSeq, tail.lastSeq),
      last: Math.max(cell.last, tail.last),
      rate: tail.sampled * factor,
    };
  });
  return [
    ...completed,
    ...[...tails].map(([sender, { lastSeq, last, sampled }]) => ({
      ...{ sender, table: table.name, tuples: 1 },
      ...{ firstSeq: lastSeq, lastSeq, gaps: 0, duplicates: 0 },
      ...{ first: last, last, rate: sampled * factor },
      ...{ longestSilence: 0, clockOffset: 0 },
    })),
  ];

  function readTails(
    database: ReadDatabase,
    table: StoredTable,
    ids: IdRange,
    now: number,
  ) {
    const tails = new Map<string, SenderTail>();
    const lately = {
      from: firstSince(database, table, ids, now - RATE_SECONDS),
      to: ids.to,
    };
    let rows = 0;
    const read = ({ from, to }: IdRange, isSample: boolean) => {
      const found = database.all(
        `SELECT oml_sender_id, ${realSql("oml_seq")}, oml_ts_server ` +
          `FROM ${table.sql} WHERE ${table.id} BETWEEN ? AND ?`,
        from,
        to,
      );
      for (const [id, seq, time] of found) {
        if (!isTime(time)) continue;
        const sender = senders.name(Number(id));
        const tail = tails.get(sender) ??
          { lastSeq: 0, last: -Infinity, sampled: 0 };
        tails.set(sender, tail);
        if (time >= tail.last) {
          tail.last = time;
          tail.lastSeq = Number(seq);
        }
        if (isSample) tail.sampled++;
      }
      rows += isSample ? to - from + 1 : 0;
    };
    read({ from: Math.max(ids.from, ids.to - LAST_ROWS), to: ids.to }, false);
    const sample = { partIds: PART_ROWS, parts: PARTS };
    for (const part of spreadParts([lately], sample)) read(part, true);
    const factor = rows === 0 ? 0 : rowsIn(lately) / rows / RATE_SECONDS;
    return { tails, factor };
  }
}

/** About the first id with a time from `since` on: times hardly go back. */
function firstSince(
  database: ReadDatabase,
  { sql, id }: StoredTable,
  ids: IdRange,
  since: number,
): number {
  let [low, high] = [ids.from, ids.to + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [time] = database.first(
      `SELECT oml_ts_server FROM ${sql} WHERE ${id} >= ? ORDER BY ${id} LIMIT 1`,
      middle,
    ) ?? [];
    if (isTime(time) && time < since) low = middle + 1;
    else high = middle;
  }
  return low;
}
