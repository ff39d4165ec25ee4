import assert from "node:assert/strict";
import { test } from "node:test";
import { isAtEnd, listWindow } from "../../../../web/plots/log/window.ts";

test("only rows in sight and a few more are built", () => {
  const { first, end, above, total } = listWindow(10_000, 20, 2_000, 200);
  assert.deepEqual([first, end, above, total], [92, 119, 1_840, 200_000]);
});

test("short lists are built wholly", () => {
  const { first, end, above } = listWindow(3, 20, 0, 200);
  assert.deepEqual([first, end, above], [0, 3, 0]);
  assert.equal(listWindow(0, 20, 0, 200).end, 0);
});

test("a list that got shorter shows its end", () => {
  const { first, end } = listWindow(50, 20, 100_000, 200);
  assert.deepEqual([first, end], [32, 50]);
});

test("the end is reached within half a row", () => {
  assert.equal(isAtEnd(795, 200, 1_000, 20), true);
  assert.equal(isAtEnd(780, 200, 1_000, 20), false);
});
