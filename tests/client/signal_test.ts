import assert from "node:assert/strict";
import { test } from "node:test";
import { Signal } from "../../client/signal.ts";

test("Signal wakes who waits, and nobody in advance", async () => {
  const signal = new Signal();
  signal.wake();
  const order: string[] = [];
  const waited = signal.wait().then(() => order.push("woken"));
  await Promise.resolve();
  order.push("still waiting");
  signal.wake();
  await waited;
  assert.deepEqual(order, ["still waiting", "woken"]);
});

test("Signal waits no longer than it is told", async () => {
  const began = performance.now();
  await new Signal().wait(20);
  const waited = performance.now() - began;
  assert.ok(waited >= 15 && waited < 5_000, `${waited} ms`);
});
