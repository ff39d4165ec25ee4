import assert from "node:assert/strict";
import process from "node:process";
import { afterEach, mock, test } from "node:test";
import { setImmediate as immediate } from "node:timers/promises";
import { Signal } from "../../shared/signal.ts";

afterEach(() => mock.timers.reset());

test("Signal keeps a notification for the next wait, once", async () => {
  const signal = new Signal();
  signal.notify();
  await signal.wait();
  let isWoken = false;
  const waiting = signal.wait().then(() => isWoken = true);
  await immediate();
  assert.equal(isWoken, false);
  signal.notify();
  await waiting;
});

test("Signal waits no longer than the given time", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const waiting = new Signal().wait(1_000);
  mock.timers.tick(1_000);
  await waiting;
});

test("Signal does not wait for a time that has passed, and causes no warning", async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  process.on("warning", warned);
  await new Signal().wait(-5);
  await immediate();
  process.off("warning", warned);
  assert.deepEqual(warnings, []);
});
