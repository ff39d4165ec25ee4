import assert from "node:assert/strict";
import { test } from "node:test";
import { timeStep, timeTicks } from "../../../../web/plots/time/time_ticks.ts";

test("steps are round for people", () => {
  assert.deepEqual(
    [0.0013, 0.3, 0.7, 3, 12, 40, 700, 5_000, 50_000, 3 * 86_400].map(timeStep),
    [0.002, 0.5, 1, 5, 15, 60, 900, 7_200, 86_400, 7 * 86_400],
  );
});

test("ticks fall on round times, counted from the origin", () => {
  assert.deepEqual(timeTicks(3, 26, 5, 0), [5, 10, 15, 20, 25]);
  assert.deepEqual(timeTicks(3, 26, 10, 1_004), [6, 16, 26]);
  assert.deepEqual(timeTicks(-12, 1, 5, 0), [-10, -5, 0]);
  assert.deepEqual(timeTicks(1.2, 1.4, 1, 0), []);
});
