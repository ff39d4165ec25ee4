import assert from "node:assert/strict";
import { test } from "node:test";
import {
  contains,
  padded,
  pan,
  SHORTEST,
  tidy,
  zoom,
} from "../../../../web/plots/time/time_range.ts";

test("pan() moves by a share of the length", () => {
  assert.deepEqual(pan({ from: 10, to: 20 }, -0.5), { from: 5, to: 15 });
});

test("zoom() keeps the time under the pointer in its place", () => {
  assert.deepEqual(zoom({ from: 0, to: 100 }, 0.5, 0.25), {
    from: 12.5,
    to: 62.5,
  });
  assert.deepEqual(zoom({ from: 0, to: 100 }, 2), { from: -50, to: 150 });
});

test("no range is shorter than the shortest", () => {
  const { from, to } = zoom({ from: 5, to: 5 + SHORTEST }, 1e-9);
  assert.ok(to - from >= SHORTEST * 0.99);
  const tiny = tidy({ from: 3, to: 3 });
  assert.ok(tiny.from < 3 && tiny.to > 3);
  assert.deepEqual(tidy({ from: 9, to: 4 }), { from: 4, to: 9 });
});

test("padded() and contains() fit together", () => {
  const range = { from: 0, to: 10 };
  assert.deepEqual(padded(range, 0.5), { from: -5, to: 15 });
  assert.ok(contains(padded(range, 0.5), range));
  assert.ok(!contains(range, padded(range, 0.5)));
});
