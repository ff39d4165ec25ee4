/**
 * Describes the tuples that differ.
 *
 * @module
 */
import type { KeptTuple } from "./kept_tuples.ts";
import { type Pair, pairTuples } from "./pair_tuples.ts";
import type { FoundTuple, TupleDifference } from "./report.ts";
import {
  type Both,
  type ComparedColumn,
  SENDER,
  SEQ,
  type Side,
  type Tuple,
} from "./tuple.ts";

/** The differences, by sender and sequence number. */
export function describeDifferences(
  kept: readonly KeptTuple[],
  columns: readonly ComparedColumn[],
): TupleDifference[] {
  const isSingle = ({ count: { a, b } }: KeptTuple) => a + b === 1;
  const { pairs, rest } = pairTuples(
    sides(kept.filter(isSingle)),
    columns,
  );
  const found = (tuple: Tuple) => describe(tuple, columns);
  const differences: (readonly [Tuple, TupleDifference])[] = [
    ...pairs.map((pair) =>
      [pair.tuple.a, valueDifference(pair, columns)] as const
    ),
    ...rest.a.map((tuple) => [tuple, only("a", found(tuple), 1)] as const),
    ...rest.b.map((tuple) => [tuple, only("b", found(tuple), 1)] as const),
    ...kept.filter((each) => !isSingle(each)).map(({ tuple, count }) =>
      [tuple, copies(found(tuple), count)] as const
    ),
  ];
  return differences.sort(([one], [other]) => inOrder(one, other))
    .map(([, difference]) => difference);
}

/** The tuples that only the one and only the other database has. */
function sides(kept: readonly KeptTuple[]): Both<Tuple[]> {
  const of = (side: Side) =>
    kept.filter(({ count }) => count[side] > 0).map(({ tuple }) => tuple);
  return { a: of("a"), b: of("b") };
}

function only(side: Side, tuple: FoundTuple, count: number): TupleDifference {
  return { kind: "only", side, tuple, count };
}

function copies(tuple: FoundTuple, count: Both<number>): TupleDifference {
  if (count.b === 0) return only("a", tuple, count.a);
  if (count.a === 0) return only("b", tuple, count.b);
  return { kind: "copies", tuple, count };
}

function valueDifference(
  { tuple: { a, b }, columns: differing }: Pair,
  columns: readonly ComparedColumn[],
): TupleDifference {
  return {
    kind: "values",
    tuple: { a: describe(a, columns), b: describe(b, columns) },
    values: differing.map((i) => ({
      column: columns[i].name,
      a: a.values[i],
      b: b.values[i],
    })),
  };
}

function describe(
  { id, values }: Tuple,
  columns: readonly ComparedColumn[],
): FoundTuple {
  return {
    id,
    values: values.map((value, i) => ({ column: columns[i].name, value })),
  };
}

function inOrder({ values: one }: Tuple, { values: other }: Tuple): number {
  const [sender, otherSender] = [String(one[SENDER]), String(other[SENDER])];
  if (sender !== otherSender) return sender < otherSender ? -1 : 1;
  return Number(one[SEQ]) - Number(other[SEQ]);
}
