import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExactValue } from "../../stored/stored.ts";
import { pairTuples } from "../../verify/pair_tuples.ts";
import type { Tuple } from "../../verify/tuple.ts";

const COLUMNS = ["sender", "oml_seq", "oml_ts_client", "x", "y"].map(
  (name) => ({ name, tolerances: [] }),
);

let id = 0;
const tuple = (...values: readonly ExactValue[]): Tuple => ({
  id: ++id,
  values,
});

function paired(a: readonly Tuple[], b: readonly Tuple[]) {
  const { pairs, rest } = pairTuples({ a, b }, COLUMNS);
  return {
    pairs: pairs.map(({ tuple: { a, b }, columns }) => [a.id, b.id, columns]),
    rest: [rest.a.map(({ id }) => id), rest.b.map(({ id }) => id)],
  };
}

test("pairTuples() pairs tuples of the same sender and number", () => {
  const a = tuple("n1", 1, 0.5, 1, 2);
  const b = tuple("n1", 1, 0.6, 3, 4);
  assert.deepEqual(paired([a], [b]), {
    pairs: [[a.id, b.id, [2, 3, 4]]],
    rest: [[], []],
  });
});

test("pairTuples() pairs tuples that differ in sender or number only", () => {
  const [a1, a2] = [tuple("n1", 1, 0, 1, 2), tuple("n1", 2, 0, 3, 4)];
  const [b1, b2] = [tuple("n2", 1, 0, 1, 2), tuple("n1", 9, 0, 3, 4)];
  assert.deepEqual(paired([a1, a2], [b2, b1]), {
    pairs: [[a1.id, b1.id, [0]], [a2.id, b2.id, [1]]],
    rest: [[], []],
  });
});

test("pairTuples() prefers the pair that differs least", () => {
  const a = tuple("n1", 1, 0, 1, 2);
  const [far, near] = [tuple("n1", 1, 9, 9, 2), tuple("n1", 1, 0, 1, 3)];
  assert.deepEqual(paired([a], [far, near]), {
    pairs: [[a.id, near.id, [4]]],
    rest: [[], [far.id]],
  });
});

test("pairTuples() leaves tuples that have too little in common", () => {
  const [a, b] = [tuple("n1", 1, 0, 1, 2), tuple("n1", 2, 0, 1, 3)];
  assert.deepEqual(paired([a], [b]), { pairs: [], rest: [[a.id], [b.id]] });
});
