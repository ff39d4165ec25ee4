import assert from "node:assert/strict";
import { test } from "node:test";
import { RateMeter } from "../../../proxy/upstream/rate_meter.ts";

test("RateMeter returns the growth per second", () => {
  const meter = new RateMeter();
  assert.equal(meter.perSecond, 0);
  meter.add(100, 0);
  assert.equal(meter.perSecond, 0);
  meter.add(600, 500);
  assert.equal(meter.perSecond, 1_000);
});

test("RateMeter forgets samples older than two seconds", () => {
  const meter = new RateMeter();
  for (const [at, value] of [[0, 0], [1_000, 5_000], [2_000, 5_100]]) {
    meter.add(value, at);
  }
  meter.add(5_200, 3_000);
  assert.equal(meter.perSecond, 100);
});
