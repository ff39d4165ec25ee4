import assert from "node:assert/strict";
import { test } from "node:test";
import {
  GapWatch,
  longestPause,
} from "../../../../web/plots/lines/gap_watch.ts";

test("a pause much longer than usual is a gap", () => {
  const watch = new GapWatch();
  const times = [0, 1, 2, 3, 4, 14, 15];
  assert.deepEqual(
    times.map((time) => watch.isGap(time)),
    [false, false, false, false, false, true, false],
  );
});

test("fast senders may pause for a second", () => {
  const watch = new GapWatch([0, 0.02, 0.04, 0.06]);
  assert.equal(watch.isGap(1), false);
  assert.equal(watch.isGap(2.5), true);
});

test("a sender that becomes slow has gaps only at first", () => {
  const watch = new GapWatch([0, 1, 2, 3]);
  const gaps = Array.from({ length: 30 }, (_, at) => watch.isGap(13 + 10 * at));
  assert.equal(gaps[0], true);
  assert.deepEqual(gaps.slice(10), gaps.slice(10).map(() => false));
});

test("a time that goes back is no gap", () => {
  const watch = new GapWatch([0, 1, 2]);
  assert.equal(watch.isGap(-100), false);
});

test("in a plot with a point for each pixel two missing ones are a gap", () => {
  assert.equal(longestPause([0, 10, 20, 40, 50], 10, 1), 25);
  assert.equal(longestPause([0, 60, 120, 180], 10, 1), 300);
  assert.equal(longestPause([0, 0.1, 0.2], 0.1, 1), 1);
  assert.equal(longestPause([], 10, 1), 25);
});

test("where rows were left out only long pauses are gaps", () => {
  assert.equal(longestPause([0, 10, 20, 40, 50], 10, 0.3), 100);
});
