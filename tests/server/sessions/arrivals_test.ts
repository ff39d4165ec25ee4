import assert from "node:assert/strict";
import { test } from "node:test";
import { WallClock } from "../../../shared/wall_clock.ts";
import { Arrivals } from "../../../server/sessions/arrivals.ts";

test("Arrivals never decrease, and follow a clock that is set forward", () => {
  let wall = 1_700_000_000_000;
  let passed = 0;
  const clock = new WallClock({
    wall: () => Math.floor(wall),
    monotonic: () => passed,
    origin: wall,
  });
  const arrivals = new Arrivals(clock);
  const note = (ms: number, step = 0) => {
    wall += ms + step;
    passed += ms;
    arrivals.note();
    return arrivals.since(1_700_000_000);
  };
  assert.equal(note(0.25), 0.00025);
  assert.equal(note(0.001), 0.000251);
  assert.equal(Math.floor(note(1, 60_000)), 60);
  const last = arrivals.since(1_700_000_000);
  assert.equal(note(1_000, -3_600_000), last);
  assert.equal(note(1_000), last);
  assert.equal(Math.round(note(3_600_000)), 62);
});
