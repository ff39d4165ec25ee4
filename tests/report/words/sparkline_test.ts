import assert from "node:assert/strict";
import { test } from "node:test";
import {
  partsOf,
  slotsFor,
  sparkColumns,
} from "../../../report/words/sparkline.ts";

test("Columns join slots by powers of two until there is room", () => {
  const counts = Array.from({ length: 100 }, (_, i) => i < 50 ? 10 : 30);
  const columns = sparkColumns(counts, { most: 32 });
  assert.equal(columns.length, 25);
  assert.deepEqual(columns[0], { slots: 4, mean: 10 });
  assert.deepEqual(columns[12], { slots: 4, mean: 20 });
  assert.deepEqual(columns[24], { slots: 4, mean: 30 });
  assert.equal(sparkColumns(counts, { most: 128 }).length, 100);
});

test("The last column can be narrower", () => {
  const counts = Array.from({ length: 70 }, () => 8);
  assert.deepEqual(sparkColumns(counts, { most: 32 }).at(-1), {
    slots: 2,
    mean: 8,
  });
});

test("Few tuples are joined to wider columns", () => {
  // One tuple every three slots.
  const counts = Array.from({ length: 96 }, (_, i) => i % 3 === 0 ? 1 : 0);
  const columns = sparkColumns(counts, { most: 96 });
  assert.equal(columns.length, 6);
  assert.ok(columns.every(({ mean }) => Math.abs(mean - 1 / 3) < 0.05));
});

test("Nothing at all has columns as well", () => {
  assert.deepEqual(sparkColumns([0, 0], { most: 2 }), [
    { slots: 1, mean: 0 },
    { slots: 1, mean: 0 },
  ]);
  assert.deepEqual(sparkColumns([], { most: 2 }), []);
});

test("Columns are as wide as four usual intervals", () => {
  // Batches of many tuples every five slots.
  const counts = Array.from({ length: 128 }, (_, i) => i % 5 === 0 ? 1000 : 0);
  const axis = { from: 0, slotSeconds: 2, slots: 128 };
  const slots = slotsFor(10, axis);
  assert.equal(slots, 20);
  assert.equal(sparkColumns(counts, { most: 128, slots }).length, 4);
  assert.equal(slotsFor(null, axis), 0);
});

test("A slot of which only a part belongs to the run has the rate of the part", () => {
  const axis = { from: 8, slotSeconds: 4, slots: 3 };
  const report = { first: 9, last: 18 } as const;
  const totals = {
    ...{ senders: 1, tables: 1, tuples: 36, missing: 0, duplicates: 0 },
    ...{ rejected: 0, converted: 0, ...report },
  };
  const parts = partsOf(axis, totals);
  assert.deepEqual(parts, [0.75, 1, 0.5]);
  const columns = sparkColumns([12, 16, 8], { most: 3, parts });
  assert.deepEqual(columns.map(({ mean }) => mean), [16, 16, 16]);
});
