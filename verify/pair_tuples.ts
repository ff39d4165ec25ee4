/**
 * Finds tuples of both databases that are the same but for some values.
 *
 * @module
 */
import { sameValue } from "./same_value.ts";
import { reduceValue } from "./tolerances.ts";
import {
  type Both,
  type ComparedColumn,
  SENDER,
  SEQ,
  type Tuple,
} from "./tuple.ts";

/** Tuples that correspond to each other. */
export interface Pair {
  /** The tuple in both databases. */
  readonly tuple: Both<Tuple>;
  /** The indices of the columns that differ. */
  readonly columns: readonly number[];
}

/** Tuples of which some correspond to each other. */
export interface Paired {
  /** Those that do. */
  readonly pairs: readonly Pair[];
  /** The others. */
  readonly rest: Both<readonly Tuple[]>;
}

/**
 * Pairs tuples that have the same sender and sequence number, or differ in one
 * column only; where there is a choice, those that differ least.
 */
export function pairTuples(
  { a, b }: Both<readonly Tuple[]>,
  columns: readonly ComparedColumn[],
): Paired {
  const candidates = a.flatMap((one) =>
    b.flatMap((other) => {
      const differing = differingColumns(one, other, columns);
      return mayPair(differing)
        ? [{ tuple: { a: one, b: other }, columns: differing }]
        : [];
    })
  ).sort((one, other) => distance(one) - distance(other));
  const taken = new Set<Tuple>();
  const pairs = candidates.filter(({ tuple }) => {
    if (taken.has(tuple.a) || taken.has(tuple.b)) return false;
    taken.add(tuple.a).add(tuple.b);
    return true;
  });
  const isLeft = (tuple: Tuple) => !taken.has(tuple);
  return { pairs, rest: { a: a.filter(isLeft), b: b.filter(isLeft) } };
}

/** The number of different columns; of equal ones, a field is less. */
function distance({ columns }: Pair): number {
  return columns.length + (isSameNumber(columns) ? 0 : 0.5);
}

function mayPair(differing: readonly number[]): boolean {
  return differing.length === 1 || isSameNumber(differing);
}

function isSameNumber(differing: readonly number[]): boolean {
  return !differing.includes(SENDER) && !differing.includes(SEQ);
}

/** The columns that differ; the first two only, if the tuples can't pair. */
function differingColumns(
  one: Tuple,
  other: Tuple,
  columns: readonly ComparedColumn[],
): number[] {
  const differing: number[] = [];
  for (let i = 0; i < columns.length; i++) {
    const { tolerances } = columns[i];
    const same = sameValue(
      reduceValue(one.values[i], tolerances),
      reduceValue(other.values[i], tolerances),
    );
    if (!same) differing.push(i);
    if (differing.length > 1 && !mayPair(differing)) break;
  }
  return differing;
}
