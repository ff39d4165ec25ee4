/**
 * The last rows of a table that is not counted yet: who sends at the moment.
 *
 * @module
 */
import { isTime } from "../selection.ts";
import type { ActivityCell } from "../activity.ts";
import { RATE_SECONDS } from "../digest/recent_rows.ts";
import { idCount, type IdRange, spreadParts } from "../spread.ts";
import type { SenderNames } from "../sender_names.ts";
import type { StoredTable } from "./catalogue.ts";
import type { ReadDatabase, StoredRow } from "./read_database.ts";
import type { Uncounted } from "./row_counts.ts";
import { firstSince } from "./time_search.ts";
import { realSql, rowsIn } from "./table_reader.ts";

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

/** Whose last rows are wanted. */
export interface TailQuestion {
  /** The table. */
  readonly uncounted: Uncounted;
  /** The senders. */
  readonly senders: SenderNames;
  /** The time, in seconds since the start. */
  readonly now: number;
}

/**
 * Completes the cells of a table by its last rows: `last`, `lastSeq` and `rate`
 * are of now, and there are senders that are not counted yet.
 */
export function addTail(
  cells: readonly ActivityCell[],
  { table, tails, weight, now }: TableTail,
): readonly ActivityCell[] {
  const counted = new Set<string>();
  const completed = cells.map((cell) => {
    const tail = cell.table === table ? tails.get(cell.sender) : undefined;
    if (tail === undefined) return cell;
    counted.add(cell.sender);
    return {
      ...cell,
      lastSeq: Math.max(cell.lastSeq, tail.lastSeq),
      last: Math.max(cell.last, tail.last),
      rate: tail.sampled * weight / rateSeconds(now, cell.first),
    };
  });
  const others = [...tails].filter(([sender]) => !counted.has(sender));
  return [
    ...completed,
    ...others.map(([sender, { lastSeq, last, sampled }]) => ({
      ...{ sender, table, tuples: 1 },
      ...{ firstSeq: lastSeq, lastSeq, gaps: 0, duplicates: 0 },
      ...{ first: last, last, rate: sampled * weight / RATE_SECONDS },
      ...{ longestSilence: 0, clockOffset: 0 },
    })),
  ];
}

/** What is known of the last rows of a table. */
export interface TableTail {
  /** Its name. */
  readonly table: string;
  /** By the name of the sender. */
  readonly tails: ReadonlyMap<string, SenderTail>;
  /** Number of rows of the last seconds for each sampled row. */
  readonly weight: number;
  /** The time, in seconds since the start. */
  readonly now: number;
}

/** The seconds of a rate: a sender may not have sent for so long. */
function rateSeconds(now: number, first: number): number {
  return Math.max(1, Math.min(RATE_SECONDS, now - first));
}

/** Reads the last rows of a table. */
export function readTail(
  database: ReadDatabase,
  { uncounted: { table, ids }, senders, now }: TailQuestion,
): TableTail {
  const tails = new Map<string, SenderTail>();
  const since = now - RATE_SECONDS;
  const search = { clock: "server", time: since } as const;
  const from = firstSince({ database, table }, ids, search);
  const lately = { from, to: ids.to };
  const read = (part: IdRange, isSample: boolean) => {
    for (const [id, seq, time] of lastRows(database, table, part)) {
      if (!isTime(time)) continue;
      const sender = senders.name(Number(id));
      const tail = tails.get(sender) ??
        { lastSeq: 0, last: -Infinity, sampled: 0 };
      tails.set(sender, tail);
      if (isSample && time >= since) tail.sampled++;
      if (time < tail.last) continue;
      tail.last = time;
      tail.lastSeq = Number(seq);
    }
  };
  read({ from: Math.max(ids.from, ids.to - LAST_ROWS), to: ids.to }, false);
  const parts = [
    ...spreadParts([lately], { partIds: PART_ROWS, parts: PARTS }),
  ];
  for (const part of parts) read(part, true);
  const rows = idCount(parts);
  const weight = rows === 0 ? 0 : rowsIn(lately) / rows;
  return { table: table.name, tails, weight, now };
}

function lastRows(
  database: ReadDatabase,
  { sql, id }: StoredTable,
  { from, to }: IdRange,
): readonly StoredRow[] {
  return database.all(
    `SELECT oml_sender_id, ${realSql("oml_seq")}, oml_ts_server ` +
      `FROM ${sql} WHERE ${id} BETWEEN ? AND ?`,
    from,
    to,
  );
}
