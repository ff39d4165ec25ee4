/**
 * Which rows of a table a query over time reads: all of them, or a sample.
 *
 * @module
 */
import { isTime, joinTimes, TIME_COLUMNS } from "../selection.ts";
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

/** About how many rows of a larger table are read. */
const SAMPLED_ROWS = 300_000;

/** Number of places at which a sample is taken, at least and at most. */
const FEWEST_PLACES = 200;
const MOST_PLACES = 2_000;

/** Milliseconds for a sample. */
const SAMPLING_MS = 400;

/** Milliseconds that a query adds to the index before it reads rows. */
const INDEXING_MS = 200;

/** Number of rows that can be indexed in that time. */
const MOST_INDEXED = 1_500_000;

/** The share of the rows that a guess covers at most. */
const GUESSED = 0.99;

/** What a query reads. */
export interface ReadingPlan {
  /** The largest id; 0 without rows. */
  readonly lastId: number;
  /** The ids to look at. */
  readonly ids: readonly IdRange[];
  /** The times of all rows, as far as they are known. */
  readonly known: TimeRange | undefined;
  /** Whether rows with wanted times may have other ids. */
  readonly isGuess: boolean;
}

/** Looks for the ids of which rows can have the wanted times. */
export async function planReading(
  context: TableContext,
  { clock = "server", from = -Infinity, to = Infinity }: Selection,
): Promise<ReadingPlan> {
  const { database, table, index } = context;
  const all = idRange(database, table);
  if (all === undefined) {
    return { lastId: 0, ids: [], known: undefined, isGuess: false };
  }
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
  const indexed = ids.flatMap((range) =>
    within(range, all.from, rest.from - 1)
  );
  return { ...plan, ids: [...indexed, likely], isGuess: true };
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

function within(range: IdRange, from: number, to: number): IdRange[] {
  const part = {
    from: Math.max(range.from, from),
    to: Math.min(range.to, to),
  };
  return part.from <= part.to ? [part] : [];
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
  const total = idCount(plan.ids);
  const isExact = total * weight <= MOST_EXACT;
  const until = deadline.spentMs + SAMPLING_MS;
  let read = 0;
  const parts = isExact
    ? spreadParts(plan.ids, { partIds: Math.ceil(STEP_IDS / weight) })
    : spreadParts(plan.ids, sampleFor(width, weight));
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
  const covered = total === 0 ? 1 : read / total;
  return plan.isGuess ? Math.min(covered, GUESSED) : covered;
}

function selectSql(
  { sql, id }: TableContext["table"],
  clock: Clock,
  values: readonly string[],
): string {
  const columns = ["oml_sender_id", TIME_COLUMNS[clock], ...values];
  return `SELECT ${columns.join(", ")} FROM ${sql} WHERE ${id} BETWEEN ? AND ?`;
}

/** A sample for a plot of `width` pixels. */
function sampleFor(width: number, weight: number) {
  const rows = SAMPLED_ROWS / weight;
  const places = Math.min(Math.max(width, FEWEST_PLACES), MOST_PLACES, rows);
  return { parts: Math.ceil(places), partIds: Math.ceil(rows / places) };
}
