import assert from "node:assert/strict";
import { test } from "node:test";
import { median, medianRatio } from "../../bench/results.ts";

test("median() is the middle one of the known values", () => {
  assert.equal(median([5, 1, undefined, 3]), 3);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(median([undefined]), undefined);
});

test("medianRatio() compares within each round, whatever the load of the machine", () => {
  assert.equal(medianRatio([40, 10, 90], [10, 5, 30]), 3);
});

test("medianRatio() ignores rounds in which one of them failed", () => {
  assert.equal(medianRatio([40, undefined, 90], [10, 5, undefined]), 4);
  assert.equal(medianRatio([undefined], [1]), undefined);
});
