import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Linger } from "../../../server/sessions/linger.ts";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

test("wait() ends after its time", async () => {
  const linger = new Linger(1_000);
  assert.equal(linger.begun, false);
  const waited = linger.wait();
  assert.equal(linger.begun, true);
  mock.timers.tick(1_000);
  await waited;
});

test("end() ends it at once, and has nothing to do before it", async () => {
  const linger = new Linger(1_000_000);
  linger.end();
  const waited = linger.wait();
  linger.end();
  await waited;
  assert.equal(linger.begun, true);
});
