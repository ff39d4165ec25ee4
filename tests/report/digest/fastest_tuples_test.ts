import assert from "node:assert/strict";
import { test } from "node:test";
import { FastestTuples } from "../../../report/digest/fastest_tuples.ts";
import { TimeScale } from "../../../report/digest/time_scale.ts";

test("FastestTuples keeps the fastest tuple of each slot, with its time", () => {
  const tuples = new FastestTuples(new TimeScale());
  for (let i = 0; i < 10_000; i++) {
    // Every hundredth one is fast.
    const delay = i % 100 === 7 ? 0.001 : 0.5;
    tuples.add(100 + i - delay, 100 + i);
  }
  const fastest = tuples.list();
  assert.ok(fastest.length > 64 && fastest.length <= 128);
  const seldom = fastest.filter(({ time }) => (time - 100) % 100 === 7);
  assert.ok(seldom.length >= fastest.length - 2);
  for (const { offset } of seldom) assert.ok(Math.abs(offset + 0.001) < 1e-9);
  const times = fastest.map(({ time }) => time);
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
});

test("There is none without rows", () => {
  assert.deepEqual(new FastestTuples(new TimeScale()).list(), []);
});
