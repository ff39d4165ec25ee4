import assert from "node:assert/strict";
import { test } from "node:test";
import {
  idCount,
  type IdRange,
  spreadOrder,
  spreadParts,
} from "../../archive/spread.ts";

test("Every number comes once, and each beginning is spread evenly", () => {
  for (const count of [0, 1, 2, 3, 7, 8, 1000]) {
    const order = [...spreadOrder(count)];
    assert.deepEqual(
      order.toSorted((a, b) => a - b),
      Array.from({ length: count }, (_, i) => i),
    );
  }
  assert.deepEqual([...spreadOrder(8)], [0, 4, 2, 6, 1, 3, 5, 7]);
  const first = [...spreadOrder(1000)].slice(0, 100).sort((a, b) => a - b);
  const distances = first.map((at, i) => (first[i + 1] ?? 1000) - at);
  assert.ok(Math.max(...distances) <= 16, `${Math.max(...distances)}`);
});

/** All ids of ranges, in order. */
function ids(ranges: Iterable<IdRange>): number[] {
  return [...ranges].flatMap(({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i)
  ).sort((a, b) => a - b);
}

test("Without a limit every id is in one part", () => {
  const ranges = [{ from: 5, to: 17 }, { from: 30, to: 30 }, {
    from: 100,
    to: 140,
  }];
  const parts = [...spreadParts(ranges, { partIds: 7 })];
  assert.deepEqual(ids(parts), ids(ranges));
  assert.ok(parts.every(({ from, to }) => to - from < 7));
});

test("A sample has its size, and no id twice", () => {
  const ranges = [{ from: 1, to: 1_000 }, { from: 5_001, to: 14_000 }];
  const parts = [...spreadParts(ranges, { partIds: 10, parts: 50 })];
  assert.equal(idCount(parts), 500);
  assert.equal(new Set(ids(parts)).size, 500);
  // A tenth of the ids is in the first range, and so is a tenth of the sample.
  assert.equal(ids(parts).filter((id) => id <= 1_000).length, 50);
});
