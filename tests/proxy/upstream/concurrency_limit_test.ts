import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ConcurrencyLimit } from "../../../proxy/upstream/concurrency_limit.ts";

test("ConcurrencyLimit runs so many tasks at a time, and the others in order", async () => {
  const limit = new ConcurrencyLimit(2);
  const work = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
  const begun: number[] = [];
  const all = work.map(({ promise }, i) =>
    limit.run(() => {
      begun.push(i);
      return promise;
    })
  );
  await nextTurn();
  assert.deepEqual(begun, [0, 1]);
  work[1].resolve();
  await nextTurn();
  assert.deepEqual(begun, [0, 1, 2]);
  work[2].reject(new Error("broken"));
  await assert.rejects(all[2], /broken/);
  await nextTurn();
  assert.deepEqual(begun, [0, 1, 2, 3]);
  for (const { resolve } of work) resolve();
  await Promise.allSettled(all);
  assert.deepEqual(begun, [0, 1, 2, 3, 4]);
});
