/**
 * Which rows of a table a query over time reads: all of them, or a sample.
 *
 * @module
 */
import { idCount, type IdRange, spreadParts } from "./spread.ts";
import type { TimeRange } from "./time_index.ts";

/** About how many rows of a large table are read. */
export const SAMPLED_ROWS = 300_000;

/** Milliseconds that a query adds to the index before it reads rows. */
export const INDEXING_MS = 200;

/** Number of places at which a sample is taken, at least and at most. */
const FEWEST_PLACES = 200;
const MOST_PLACES = 2_000;

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

/** The plan for a table without rows. */
export const NOTHING: ReadingPlan = {
  lastId: 0,
  ids: [],
  known: undefined,
  isGuess: false,
};

/**
 * A plan that looks for rows among the `likely` ids only, where the index does
 * not reach: from `end` on.
 */
export function guess(
  plan: Omit<ReadingPlan, "isGuess">,
  end: number,
  likely: IdRange,
): ReadingPlan {
  const indexed = plan.ids
    .map(({ from, to }) => ({ from, to: Math.min(to, end - 1) }))
    .filter(({ from, to }) => from <= to);
  return { ...plan, ids: [...indexed, likely], isGuess: true };
}

/** A sample of about `rows` ids, for a plot of `width` pixels. */
export function sample(
  ids: readonly IdRange[],
  width: number,
  rows: number,
): Iterable<IdRange> {
  const places = Math.min(Math.max(width, FEWEST_PLACES), MOST_PLACES, rows);
  return spreadParts(ids, {
    parts: Math.ceil(places),
    partIds: Math.ceil(rows / places),
  });
}

/** The share of the rows of a plan that is read with so many of its ids. */
export function coveredShare({ ids, isGuess }: ReadingPlan, read: number) {
  const total = idCount(ids);
  const covered = total === 0 ? 1 : Math.min(1, read / total);
  return isGuess ? Math.min(covered, GUESSED) : covered;
}
