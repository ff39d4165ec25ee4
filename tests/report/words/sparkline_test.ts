import assert from "node:assert/strict";
import { test } from "node:test";
import { sparkColumns } from "../../../report/words/sparkline.ts";

test("Columns join slots by powers of two until there is room", () => {
  const counts = Array.from({ length: 100 }, (_, i) => i < 50 ? 10 : 30);
  const columns = sparkColumns(counts, 32);
  assert.equal(columns.length, 25);
  assert.deepEqual(columns[0], { slots: 4, mean: 10 });
  assert.deepEqual(columns[12], { slots: 4, mean: 20 });
  assert.deepEqual(columns[24], { slots: 4, mean: 30 });
  assert.equal(sparkColumns(counts, 128).length, 100);
});

test("The last column can be narrower", () => {
  const counts = Array.from({ length: 70 }, () => 8);
  assert.deepEqual(sparkColumns(counts, 32).at(-1), { slots: 2, mean: 8 });
});

test("Few tuples are joined to wider columns", () => {
  // One tuple every three slots.
  const counts = Array.from({ length: 96 }, (_, i) => i % 3 === 0 ? 1 : 0);
  const columns = sparkColumns(counts, 96);
  assert.equal(columns.length, 6);
  assert.ok(columns.every(({ mean }) => Math.abs(mean - 1 / 3) < 0.05));
});

test("Nothing at all has columns as well", () => {
  assert.deepEqual(sparkColumns([0, 0], 2), [
    { slots: 1, mean: 0 },
    { slots: 1, mean: 0 },
  ]);
  assert.deepEqual(sparkColumns([], 2), []);
});
