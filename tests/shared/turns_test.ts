import assert from "node:assert/strict";
import { test } from "node:test";
import { Turns } from "../../shared/turns.ts";

test("Turns runs tasks one at a time, in their order", async () => {
  const turns = new Turns();
  const first = Promise.withResolvers<void>();
  const begun: number[] = [];
  const results = [
    turns.run(() => {
      begun.push(1);
      return first.promise;
    }),
    turns.run(() => Promise.resolve(begun.push(2))),
  ];
  await Promise.resolve();
  assert.deepEqual(begun, [1]);
  first.resolve();
  await Promise.all(results);
  assert.deepEqual(begun, [1, 2]);
});

test("A task that fails does not keep the next one from its turn", async () => {
  const turns = new Turns();
  const failed = turns.run(() => Promise.reject(new Error("disk full")));
  const next = turns.run(() => Promise.resolve("stored"));
  await assert.rejects(failed, /disk full/);
  assert.equal(await next, "stored");
});
