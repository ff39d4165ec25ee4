import assert from "node:assert/strict";
import { test } from "node:test";
import { settlesWithin } from "../../shared/settles_within.ts";

test("settlesWithin() is true for work that settles, also if it rejects", async () => {
  assert.equal(await settlesWithin(Promise.resolve(), 60_000), true);
  const failed = Promise.reject(new Error("failed"));
  assert.equal(await settlesWithin(failed, 60_000), true);
});

test("settlesWithin() is false after the timeout", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  assert.equal(await settlesWithin(promise, 1), false);
  resolve();
});
