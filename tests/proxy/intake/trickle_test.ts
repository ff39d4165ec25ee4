import assert from "node:assert/strict";
import { test } from "node:test";
import { Trickle } from "../../../proxy/intake/trickle.ts";

const MOST = 32 * 1024;

test("Trickle does not know a client before a whole turn", () => {
  const trickle = new Trickle(5);
  trickle.add(10, 5);
  assert.equal(trickle.isSlow(5), false);
  assert.equal(trickle.isSlow(6), false);
  assert.equal(trickle.isSlow(7), true);
});

test("Trickle counts a client as fast until it was slow for a whole turn", () => {
  const trickle = new Trickle(0);
  assert.equal(trickle.isSlow(2), true);
  trickle.add(MOST, 2);
  assert.equal(trickle.isSlow(2), true);
  trickle.add(1, 2);
  assert.equal(trickle.isSlow(2), false);
  assert.equal(trickle.isSlow(3), false);
  trickle.add(MOST, 3);
  assert.equal(trickle.isSlow(4), true);
});

test("Trickle forgets what a client sent more than a turn ago", () => {
  const trickle = new Trickle(0);
  trickle.add(10 * MOST, 1);
  assert.equal(trickle.isSlow(3), true);
});
