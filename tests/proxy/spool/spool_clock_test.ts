import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { SpoolClock } from "../../../proxy/spool/spool_clock.ts";

const HOUR_MS = 3_600_000;

test("SpoolClock returns the time, and never the same one twice", () => {
  const clock = new SpoolClock(0);
  const times = Array.from({ length: 1_000 }, () => clock.now());
  assert.ok(Math.abs(times[0] - Date.now()) < 1_000);
  assert.equal(new Set(times).size, times.length);
  assert.deepEqual(times.toSorted((a, b) => a - b), times);
});

test("SpoolClock continues when the wall clock is set back", () => {
  const clock = new SpoolClock(0);
  const before = clock.now();
  const real = Date.now();
  const set = mock.method(Date, "now", () => real - HOUR_MS);
  try {
    const after = clock.now();
    assert.ok(after > before && after < before + 1_000);
    const ofNextProxy = new SpoolClock(after).now();
    assert.ok(ofNextProxy > after && ofNextProxy < after + 1_000);
  } finally {
    set.mock.restore();
  }
});
