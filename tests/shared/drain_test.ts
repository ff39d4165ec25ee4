import assert from "node:assert/strict";
import { test } from "node:test";
import { drain } from "../../shared/drain.ts";

test("drain() polls until all is done", async () => {
  let looks = 0;
  await drain(() => looks === 3, (isLate) => {
    looks++;
    assert.equal(isLate, false);
  });
  assert.equal(looks, 3);
});

test("drain() does not poll if there is nothing to wait for", async () => {
  await drain(() => true, () => assert.fail("looked"));
});

test("drain() reports when the clients' time is over", async () => {
  const began = performance.now();
  let isOver = false;
  await drain(() => isOver, (isLate) => isOver = isLate);
  assert.ok(performance.now() - began >= 3_000);
});
