import assert from "node:assert/strict";
import { test } from "node:test";
import { binned } from "../../../../web/plots/heat/bins.ts";

test("a long vector keeps the largest value of each part", () => {
  assert.deepEqual([...binned([1, 5, 2, null, 7, 0], 3)], [5, 2, 7]);
  assert.deepEqual([...binned([null, null, 1], 3)], [NaN, NaN, 1]);
  assert.deepEqual([...binned([], 3)], []);
});
