import assert from "node:assert/strict";
import { test } from "node:test";
import { ReadyCheck } from "../../../cli/http/ready_check.ts";

test("A program without a fault is ready until it stops", async () => {
  let fault: string | undefined;
  const check = new ReadyCheck(() => Promise.resolve(fault));
  assert.deepEqual(await check.check(), { ready: true });
  fault = "the disk is full";
  assert.deepEqual(await check.check(), { ready: false, reason: fault });
  fault = undefined;
  assert.deepEqual(await check.check(), { ready: true });
  check.stop();
  assert.deepEqual(await check.check(), { ready: false, reason: "stopping" });
});
