import assert from "node:assert/strict";
import { test } from "node:test";
import {
  rangeOf,
  steadyRange,
} from "../../../../web/plots/lines/value_range.ts";

test("an axis has a margin, but not below zero for values that never are", () => {
  assert.deepEqual(rangeOf(0, 100), [0, 105]);
  assert.deepEqual(rangeOf(-100, 100), [-110, 110]);
  assert.deepEqual(rangeOf(90, 100), [89.5, 100.5]);
});

test("a constant value, and none, have an axis too", () => {
  assert.deepEqual(rangeOf(0, 0), [0, 0.5]);
  assert.deepEqual(rangeOf(5, 5), [4.5, 5.5]);
  assert.deepEqual(rangeOf(Infinity, -Infinity), [0, 1]);
});

test("the axis of a live plot changes only if it has to", () => {
  const first = steadyRange(undefined, 0, 100);
  assert.equal(steadyRange(first, 10, 90), first);
  assert.deepEqual(steadyRange(first, 0, 120), [0, 126]);
  assert.deepEqual(steadyRange(first, 10, 20), [9.5, 20.5]);
  assert.equal(steadyRange(first, Infinity, -Infinity), first);
});
