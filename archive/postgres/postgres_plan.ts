/**
 * Which rows of a table a query over time reads: all of them, or a sample.
 *
 * @module
 */
import { joinTimes } from "../selection.ts";
import {
  coveredShare,
  guess,
  INDEXING_MS,
  NOTHING,
  type ReadingPlan,
  sample,
  SAMPLED_ROWS,
} from "../reading_plan.ts";
import type { Selection } from "../rows.ts";
import { idCount, type IdRange, spreadParts } from "../spread.ts";
import { likelyIds } from "./postgres_time_search.ts";
import {
  extendIndex,
  idRange,
  readEndTimes,
  type TableContext,
} from "./postgres_table.ts";

/** Number of rows up to which all of them are read. */
const MOST_EXACT = 1_250_000;

/** Number of ids that one query reads. */
const STEP_IDS = 131_072;

/** Number of places that one query reads. */
const PLACES_AT_ONCE = 250;

/** Milliseconds for a sample. */
const SAMPLING_MS = 500;

/** Number of rows that can be indexed in {@linkcode INDEXING_MS}. */
const MOST_INDEXED = 1_000_000;

/** Looks for the ids of which rows can have the wanted times. */
export async function planReading(
  context: TableContext,
  { clock = "server", from = -Infinity, to = Infinity }: Selection,
): Promise<ReadingPlan> {
  const { reader, table, index, deadline } = context;
  const all = await idRange(reader, table);
  if (all === undefined) return NOTHING;
  const until = deadline.spentMs + INDEXING_MS;
  if (all.to - Math.max(index.end, all.from) <= MOST_INDEXED) {
    await extendIndex(context, all.to, () => deadline.spentMs < until);
  }
  const { [clock]: ends } = await readEndTimes(reader, table, all);
  const known = joinTimes(index.extent(clock), ends);
  const ids = index.find(all, clock, { from, to });
  const plan = { lastId: all.to, known, ids };
  const isLimited = from > -Infinity || to < Infinity;
  const rest = { from: Math.max(index.end, all.from), to: all.to };
  if (!isLimited || idCount(ids) <= MOST_EXACT) {
    return { ...plan, isGuess: false };
  }
  // The index will be complete a few seconds later.
  const likely = await likelyIds(context, rest, { clock, from, to });
  return guess(plan, rest.from, likely);
}

/** Carries out a query for some parts of the table. */
export type ReadParts = (parts: readonly IdRange[]) => Promise<void>;

/**
 * Reads the rows of a plan with `read`; if there are too many, a sample for a
 * plot of `width` pixels, spread evenly over them. Returns which share of the
 * rows it has read.
 */
export async function readPlanned(
  { deadline }: TableContext,
  plan: ReadingPlan,
  { width, mostRows = MOST_EXACT }: {
    readonly width: number;
    readonly mostRows?: number;
  },
  read: ReadParts,
): Promise<number> {
  const { ids } = plan;
  const isExact = idCount(ids) <= mostRows;
  const until = deadline.spentMs + SAMPLING_MS;
  const parts = isExact
    ? spreadParts(ids, { partIds: STEP_IDS })
    : sample(ids, width, Math.min(SAMPLED_ROWS, mostRows));
  let done = 0;
  for (const some of groups(parts, isExact ? 1 : PLACES_AT_ONCE)) {
    await read(some);
    done += idCount(some);
    if (isExact ? deadline.isOver : deadline.spentMs >= until) break;
  }
  return coveredShare(plan, done);
}

/** A condition for rows in `parts`, whose limits are its first parameters. */
export function partsSql(sql: string, columns: readonly string[]): string {
  return `unnest($1::int8[], $2::int8[]) AS part (a, b), LATERAL (
    SELECT oml_sender_id, ${columns.join(", ")} FROM ${sql}
    WHERE oml_tuple_id BETWEEN part.a AND part.b OFFSET 0) AS r`;
}

/** The values of those parameters. */
export function partValues(parts: readonly IdRange[]): number[][] {
  return [parts.map(({ from }) => from), parts.map(({ to }) => to)];
}

function* groups<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let group: T[] = [];
  for (const one of all) {
    group.push(one);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
