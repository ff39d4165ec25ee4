import assert from "node:assert/strict";
import { test } from "node:test";
import { touched } from "../../../../web/plots/draw/touched.ts";

const RANGE = { from: 100, to: 200 };

test("one finger moves the plot", () => {
  assert.deepEqual(touched(RANGE, [300], [200], 0, 1_000), {
    from: 110,
    to: 210,
  });
});

test("two fingers zoom, and times stay below them", () => {
  const { from, to } = touched(RANGE, [400, 600], [300, 700], 0, 1_000);
  assert.ok(Math.abs(from - 125) < 1e-9 && Math.abs(to - 175) < 1e-9);
});

test("fingers on top of each other do not zoom without end", () => {
  const { from, to } = touched(RANGE, [400, 600], [500, 500], 0, 1_000);
  assert.ok(to - from <= 2_500 && from < to);
  const same = touched(RANGE, [400, 400], [300, 700], 0, 1_000);
  assert.ok(same.to > same.from);
});
