import assert from "node:assert/strict";
import { test } from "node:test";
import { RateSlots } from "../../../report/digest/rate_slots.ts";
import { TimeScale } from "../../../report/digest/time_scale.ts";

test("RateSlots count every row once, however the axis grows", () => {
  const scale = new TimeScale();
  const [a, b] = [new RateSlots(scale), new RateSlots(scale)];
  for (let i = 0; i < 1_000; i++) a.add(500 + i * 0.01);
  const before = a.counts();
  assert.equal(before.reduce((sum, count) => sum + count), 1_000);
  // Another sender makes the axis grow, in both directions.
  for (const time of [0, 100_000]) b.add(time);
  const counts = a.counts();
  assert.equal(counts.length, scale.used);
  assert.equal(counts.reduce((sum, count) => sum + count), 1_000);
  assert.equal(counts[scale.slot(505)], 1_000);
  assert.deepEqual(
    [b.counts()[0], b.counts().at(-1)],
    [1, 1],
  );
});
