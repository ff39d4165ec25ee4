import assert from "node:assert/strict";
import { test } from "node:test";
import { IdleTime } from "../../ports/idle_time.ts";

test("IdleTime adds up the steps in which the reader received nothing", () => {
  const reader = { waiting: true, waits: 1 };
  const idle = new IdleTime(reader);
  assert.deepEqual([25, 25, 25].map((ms) => idle.advance(ms)), [0, 25, 50]);
});

test("IdleTime restarts from zero when bytes arrive, or are not requested", () => {
  const reader = { waiting: true, waits: 1 };
  const idle = new IdleTime(reader);
  idle.advance(25);
  idle.advance(25);
  reader.waits = 2;
  assert.equal(idle.advance(25), 0);
  assert.equal(idle.advance(25), 25);
  reader.waiting = false;
  assert.equal(idle.advance(25), 0);
});

test("reset() discards the time so far", () => {
  const idle = new IdleTime({ waiting: true, waits: 0 });
  idle.advance(25);
  idle.reset();
  assert.equal(idle.advance(25), 25);
});
