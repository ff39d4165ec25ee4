import assert from "node:assert/strict";
import { test } from "node:test";
import { SerialQueue } from "../../shared/serial_queue.ts";

test("SerialQueue runs tasks one at a time, in order", async () => {
  const queue = new SerialQueue();
  const first = Promise.withResolvers<void>();
  const begun: number[] = [];
  const results = [
    queue.run(() => {
      begun.push(1);
      return first.promise;
    }),
    queue.run(() => Promise.resolve(begun.push(2))),
  ];
  await Promise.resolve();
  assert.deepEqual(begun, [1]);
  first.resolve();
  await Promise.all(results);
  assert.deepEqual(begun, [1, 2]);
});

test("A task runs even if the one before it fails", async () => {
  const queue = new SerialQueue();
  const failed = queue.run(() => Promise.reject(new Error("disk full")));
  const next = queue.run(() => Promise.resolve("stored"));
  await assert.rejects(failed, /disk full/);
  assert.equal(await next, "stored");
});
