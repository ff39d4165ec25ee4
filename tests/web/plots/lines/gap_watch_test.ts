import assert from "node:assert/strict";
import { test } from "node:test";
import { GapWatch } from "../../../../web/plots/lines/gap_watch.ts";

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
