/**
 * Which rows of a table a query over time reads: all of them, or a sample.
 *
 * @module
 */
import { joinTimes } from "../selection.ts";
import type { Selection } from "../rows.ts";
import { idCount, type IdRange, spreadParts } from "../spread.ts";
import type { TimeRange } from "../time_index.ts";
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

/** About how many rows of a larger table are read. */
const SAMPLED_ROWS = 300_000;

/** Number of places at which a sample is taken, at least and at most. */
const FEWEST_PLACES = 200;
const MOST_PLACES = 2_000;

/** Number of places that one query reads. */
const PLACES_AT_ONCE = 250;

/** Milliseconds for a sample. */
const SAMPLING_MS = 500;

/** Milliseconds that a query adds to the index before it reads rows. */
const INDEXING_MS = 200;

/** Number of rows that can be indexed in that time. */
const MOST_INDEXED = 1_000_000;

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
  const { reader, table, index, deadline } = context;
  const all = await idRange(reader, table);
  if (all === undefined) {
    return { lastId: 0, ids: [], known: undefined, isGuess: false };
  }
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
  const indexed = ids
    .map((range) => ({ ...range, to: Math.min(range.to, rest.from - 1) }))
    .filter((range) => range.from <= range.to);
  return { ...plan, ids: [...indexed, likely], isGuess: true };
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
  { ids, isGuess }: ReadingPlan,
  { width, mostRows = MOST_EXACT }: {
    readonly width: number;
    readonly mostRows?: number;
  },
  read: ReadParts,
): Promise<number> {
  const total = idCount(ids);
  const isExact = total <= mostRows;
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
  const covered = total === 0 ? 1 : Math.min(1, done / total);
  return isGuess ? Math.min(covered, GUESSED) : covered;
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

function sample(
  ids: readonly IdRange[],
  width: number,
  rows: number,
): Iterable<IdRange> {
  const parts = Math.min(Math.max(width, FEWEST_PLACES), MOST_PLACES);
  return spreadParts(ids, { partIds: Math.ceil(rows / parts), parts });
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
