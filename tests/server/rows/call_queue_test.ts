import assert from "node:assert/strict";
import { test } from "node:test";
import { CallQueue } from "../../../server/rows/call_queue.ts";
import { StoreError, UnwrittenError } from "../../../server/rows/store.ts";
import { flushOf } from "../_support/flush.ts";

test("Calls run in order, even after one that failed", async () => {
  const calls = new CallQueue();
  const done: number[] = [];
  const call = (number: number) =>
    calls.run(() => {
      done.push(number);
      return number === 2
        ? Promise.reject(new Error("no"))
        : Promise.resolve(number);
    });
  const [, second, third] = await Promise.allSettled([1, 2, 3].map(call));
  assert.deepEqual(done, [1, 2, 3]);
  assert.equal(second.status, "rejected");
  assert.deepEqual(third, { status: "fulfilled", value: 3 });
});

test("After a failed write, further writes fail, but other calls do not", async () => {
  const calls = new CallQueue();
  const reason = new StoreError("no", { hint: "wait" });
  const flush = flushOf();
  const writes = [
    calls.runWrite(() =>
      Promise.reject(new UnwrittenError(reason, { flush, isInDoubt: true }))
    ),
    calls.runWrite(() => Promise.resolve()),
  ];
  const other = calls.run(() => Promise.resolve("done"));
  const [first, second] = await Promise.all(
    writes.map((write) => write.catch((error: unknown) => error)),
  );
  assert(first instanceof UnwrittenError);
  // The flush of the second one was not accepted, and is not returned.
  assert(second instanceof StoreError && !(second instanceof UnwrittenError));
  assert.deepEqual([second.message, second.hint], ["no", "wait"]);
  assert.equal(await other, "done");
});

test("A queue is idle before its first call and after its last one", async () => {
  const queue = new CallQueue();
  assert.equal(queue.isIdle, true);
  const failing = queue.run(() => Promise.reject(new Error("failed")));
  const last = queue.run(() => Promise.resolve());
  assert.equal(queue.isIdle, false);
  await assert.rejects(failing);
  assert.equal(queue.isIdle, false);
  await last;
  assert.equal(queue.isIdle, true);
});
