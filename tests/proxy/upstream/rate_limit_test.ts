import assert from "node:assert/strict";
import { test } from "node:test";
import { backOff } from "../../../shared/back_off.ts";
import { RateLimit } from "../../../proxy/upstream/rate_limit.ts";

test("RateLimit limits the bytes per second of all senders together", () => {
  const rate = new RateLimit(10_000);
  let now = 1_000_000;
  const start = now;
  for (let i = 0; i < 100; i++) now += rate.take(1_000, now);
  const seconds = (now - start) / 1000;
  assert.ok(seconds > 9.5 && seconds <= 10, `${seconds}`);
});

test("RateLimit without a limit never waits", () => {
  const rate = new RateLimit(Infinity);
  assert.equal(rate.take(1e12, 0), 0);
  assert.equal(rate.piece, Infinity);
});

test("backOff() doubles up to the last pause", () => {
  const pauses = [1, 2, 3, 6, 100].map((n) => backOff(n, [1_000, 30_000]));
  assert.deepEqual(pauses, [1_000, 2_000, 4_000, 30_000, 30_000]);
});
