import assert from "node:assert/strict";
import { test } from "node:test";
import { DeliveryWaits } from "../../client/delivery_waits.ts";

test("DeliveryWaits resolves at once if the condition holds", async () => {
  await new DeliveryWaits().until(() => true);
});

test("DeliveryWaits resolves the waits whose condition holds now", async () => {
  const waits = new DeliveryWaits();
  let count = 0;
  const resolved: number[] = [];
  const wait = (most: number) =>
    waits.until(() => count >= most).then(() => resolved.push(most));
  const all = [wait(2), wait(1)];
  waits.check();
  count = 1;
  waits.check();
  await all[1];
  assert.deepEqual(resolved, [1]);
  count = 2;
  waits.check();
  await Promise.all(all);
  assert.deepEqual(resolved, [1, 2]);
});

test("DeliveryWaits rejects all waits once nothing will be delivered", async () => {
  const waits = new DeliveryWaits();
  const early = waits.until(() => false);
  const error = new Error("over");
  waits.fail(error);
  await assert.rejects(early, error);
  await assert.rejects(waits.until(() => false), error);
});
