import assert from "node:assert/strict";
import { test } from "node:test";
import { growthOf } from "./flatness.ts";

/** A line of a value a minute. */
function line(valueAt: (minute: number) => number) {
  const points = Array.from(
    { length: 101 },
    (_, minute) => [minute, valueAt(minute)] as const,
  );
  return { name: "memory", unit: "MiB", points, allowed: 5 };
}

test("A line that swings is flat, whatever it does while it warms up", () => {
  const swings = growthOf(line((m) => m < 20 ? 0 : 100 + 20 * (m % 2)));
  assert.deepEqual([swings.isFlat, Math.round(swings.mean)], [true, 110]);
});

test("A line that grows by more than allowed is not flat", () => {
  assert.deepEqual(growthOf(line((m) => 10 + 0.1 * m)).growth, 8);
  assert.equal(growthOf(line((m) => 10 + 0.1 * m)).isFlat, false);
  assert.equal(growthOf(line((m) => 10 + 0.05 * m)).isFlat, true);
  assert.equal(growthOf(line((m) => 100 + 0.1 * m)).isFlat, true);
});
