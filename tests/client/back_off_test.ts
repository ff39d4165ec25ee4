import assert from "node:assert/strict";
import { test } from "node:test";
import { BackOff } from "../../client/back_off.ts";

test("BackOff doubles its pauses from a second to 20 seconds", () => {
  const backOff = new BackOff(() => 0);
  const waits = Array.from({ length: 7 }, () => backOff.next());
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16000, 20000, 20000]);
  backOff.reset();
  assert.equal(backOff.next(), 1000);
});

test("BackOff adds up to a half at random", () => {
  const backOff = new BackOff(() => 1);
  const waits = Array.from({ length: 6 }, () => backOff.next());
  assert.deepEqual(waits, [1500, 3000, 6000, 12000, 24000, 30000]);
  const random = new BackOff();
  for (let i = 0; i < 100; i++) {
    const wait = random.next();
    assert.ok(wait >= 1000 && wait <= 30_000);
  }
});
