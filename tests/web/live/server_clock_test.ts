import assert from "node:assert/strict";
import { test } from "node:test";
import { ServerClock } from "../../../web/live/server_clock.ts";

test("The time is not known before the first answer", () => {
  assert.equal(new ServerClock().now(), undefined);
});

test("The server's time goes on between two answers", () => {
  let ms = 5000;
  const clock = new ServerClock(() => ms);
  clock.set(1000);
  ms += 1500;
  assert.equal(clock.now(), 1001.5);
});

test("A slow answer does not turn the clock back", () => {
  let ms = 0;
  const clock = new ServerClock(() => ms);
  clock.set(1000);
  ms += 1000;
  clock.set(1000.4);
  assert.equal(clock.now(), 1001);
});

test("A fast answer corrects the clock", () => {
  let ms = 0;
  const clock = new ServerClock(() => ms);
  clock.set(1000);
  ms += 1000;
  clock.set(1001.3);
  assert.equal(clock.now(), 1001.3);
});

test("A server whose clock was set back is followed", () => {
  const clock = new ServerClock(() => 0);
  clock.set(1000);
  clock.set(500);
  assert.equal(clock.now(), 500);
});
