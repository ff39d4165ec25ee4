import assert from "node:assert/strict";
import { test } from "node:test";
import {
  moveSlots,
  SLOTS,
  TimeScale,
} from "../../../report/digest/time_scale.ts";

test("A TimeScale contains every time, in at most 128 slots", () => {
  const scale = new TimeScale();
  assert.equal(scale.used, 0);
  for (const time of [10, 10.5, 11, 40_000, -5, 86_400]) scale.slot(time);
  assert.equal(scale.slot(-5), 0);
  assert.equal(scale.slot(86_400), scale.used - 1);
  assert.ok(scale.used > SLOTS / 2 && scale.used <= SLOTS, `${scale.used}`);
  // A power of two: a slot of a narrower scale is in one of a wider one.
  assert.equal(Math.log2(scale.width) % 1, 0);
  assert.ok(scale.first * scale.width <= -5);
});

test("One moment takes one slot", () => {
  const scale = new TimeScale();
  assert.deepEqual([scale.slot(1.5), scale.slot(1.5)], [0, 0]);
  assert.equal(scale.used, 1);
});

test("Slots move to those that contain them", () => {
  const moves: [number, number][] = [];
  const old = { width: 0.5, first: -3 };
  moveSlots(old, { width: 2, first: -1 }, (from, to) => moves.push([from, to]));
  assert.equal(moves.length, SLOTS);
  assert.deepEqual(moves.slice(0, 8), [
    ...[[0, 0], [1, 0], [2, 0]],
    ...[[3, 1], [4, 1], [5, 1], [6, 1], [7, 2]],
  ]);
});
