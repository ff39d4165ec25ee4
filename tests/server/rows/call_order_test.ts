import assert from "node:assert/strict";
import { test } from "node:test";
import { CallOrder } from "../../../server/rows/call_order.ts";

test("Calls are carried out in order, also behind one that failed", async () => {
  const calls = new CallOrder();
  const done: number[] = [];
  const call = (number: number) =>
    calls.next(() => {
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

test("Behind a write that failed writes fail alike, other calls do not", async () => {
  const calls = new CallOrder();
  const reason = new Error("no");
  const writes = [
    calls.nextWrite(() => Promise.reject(reason)),
    calls.nextWrite(() => Promise.resolve()),
  ];
  const other = calls.next(() => Promise.resolve("done"));
  assert.deepEqual(
    await Promise.allSettled(writes),
    writes.map(() => ({ status: "rejected", reason })),
  );
  assert.equal(await other, "done");
});
