/**
 * Which rows of a table a query over time reads: all of them, or a sample.
 *
 * @module
 */
import { isTime, joinTimes, TIME_COLUMNS } from "../selection.ts";
import {
  coveredShare,
  guess,
  INDEXING_MS,
  NOTHING,
  type ReadingPlan,
  sample,
  SAMPLED_ROWS,
} from "../reading_plan.ts";
import type { Clock, Selection } from "../rows.ts";
import { idCount, type IdRange, spreadParts } from "../spread.ts";
import type { TimeRange } from "../time_index.ts";
import type { StoredRow } from "./read_database.ts";
import { likelyIds } from "./time_search.ts";
import type { TableContext } from "./table_context.ts";
import {
  extendIndex,
  idRange,
  readEndTimes,
  readTimes,
  rowsIn,
} from "./table_reader.ts";

/** Number of rows up to which all of them are read. */
const MOST_EXACT = 1_000_000;

/** Number of ids that are read in one piece of work. */
const STEP_IDS = 4096;

/** Milliseconds for a sample. */
const SAMPLING_MS = 400;

/** Number of rows that can be indexed in {@linkcode INDEXING_MS}. */
const MOST_INDEXED = 1_500_000;

/** Looks for the ids of which rows can have the wanted times. */
export async function planReading(
  context: TableContext,
  { clock = "server", from = -Infinity, to = Infinity }: Selection,
): Promise<ReadingPlan> {
  const { database, table, index } = context;
  const all = idRange(database, table);
  if (all === undefined) return NOTHING;
  await completeIndex(context, all);
  const rest = { from: Math.max(index.end, all.from), to: all.to };
  const times = rowsIn(rest) < 2 * STEP_IDS && rowsIn(rest) > 0
    ? readTimes(database, table, rest)
    : readEndTimes(database, table, all);
  const known = joinTimes(index.extent(clock), finite(times[clock]));
  const ids = index.find(all, clock, { from, to });
  const isLimited = from > -Infinity || to < Infinity;
  const plan = { lastId: all.to, known, ids };
  if (!isLimited || idCount(ids) <= MOST_EXACT || rowsIn(rest) <= STEP_IDS) {
    return { ...plan, isGuess: false };
  }
  // The index will be complete a few seconds later.
  const likely = likelyIds(context, rest, { clock, from, to });
  return guess(plan, rest.from, likely);
}

/** Completes the index if that takes little time. */
async function completeIndex(
  { database, table, index, deadline }: TableContext,
  all: IdRange,
): Promise<void> {
  if (all.to - Math.max(index.end, all.from) > MOST_INDEXED) return;
  const until = deadline.spentMs + INDEXING_MS;
  await extendIndex({ database, table, lastId: all.to }, index, async () => {
    await deadline.turn();
    return deadline.spentMs < until;
  });
}

/** A time that is no number leaves the limits open. */
function finite(range: TimeRange | undefined): TimeRange | undefined {
  return isTime(range?.from) && isTime(range.to) ? range : undefined;
}

/** What is read of each row, and who takes it. */
export interface Reading {
  /** Which rows. */
  readonly query: Selection & { readonly width: number };
  /** Where to look. */
  readonly plan: ReadingPlan;
  /** SQL expressions. */
  readonly values: readonly string[];
  /** How many rows of numbers take the time of one row; 1 if not given. */
  readonly weight?: number;
  /** Takes the sender's number, the time and the values of a row. */
  readonly take: (sender: number, time: number, row: StoredRow) => void;
}

/** Where the values of a row begin, after the sender and the time. */
export const VALUES_AT = 2;

/**
 * Reads the rows of a query; if there are too many, a sample spread evenly over
 * them. Returns which share of the rows it has read.
 */
export async function readSelected(
  { database, table, senders, deadline }: TableContext,
  { query, plan, values, weight = 1, take }: Reading,
): Promise<number> {
  const { clock = "server", from = -Infinity, to = Infinity, width } = query;
  const wanted = senders.ids(query.senders);
  const isWanted = wanted && new Set(wanted);
  const sql = selectSql(table, clock, values);
  const isExact = idCount(plan.ids) * weight <= MOST_EXACT;
  const until = deadline.spentMs + SAMPLING_MS;
  let read = 0;
  const parts = isExact
    ? spreadParts(plan.ids, { partIds: Math.ceil(STEP_IDS / weight) })
    : sample(plan.ids, width, SAMPLED_ROWS / weight);
  for (const part of parts) {
    for (const row of database.all(sql, part.from, part.to)) {
      const sender = Number(row[0]);
      const time = row[1];
      if (!isTime(time) || time < from || time > to) continue;
      if (isWanted?.has(sender) !== false) take(sender, time, row);
    }
    read += part.to - part.from + 1;
    if (isExact ? deadline.isOver : deadline.spentMs >= until) break;
    await deadline.turn();
  }
  return coveredShare(plan, read);
}

function selectSql(
  { sql, id }: TableContext["table"],
  clock: Clock,
  values: readonly string[],
): string {
  const columns = ["oml_sender_id", TIME_COLUMNS[clock], ...values];
  return `SELECT ${columns.join(", ")} FROM ${sql} WHERE ${id} BETWEEN ? AND ?`;
}
