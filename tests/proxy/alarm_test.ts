import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { setImmediate as immediate } from "node:timers/promises";
import { Alarm } from "../../proxy/alarm.ts";

test("Alarm keeps a ring for the next who waits", async () => {
  const alarm = new Alarm();
  alarm.ring();
  await alarm.wait();
  const waiting = alarm.wait();
  alarm.ring();
  await waiting;
});

test("Alarm waits for no time that is past, and nobody is warned of that", async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);
  process.on("warning", warned);
  await new Alarm().wait(-5);
  await immediate();
  process.off("warning", warned);
  assert.deepEqual(warnings, []);
});
