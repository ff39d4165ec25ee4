import assert from "node:assert/strict";
import { test } from "node:test";
import { unlessAborted } from "../../shared/unless_aborted.ts";

test("unlessAborted() settles as the work does", async () => {
  const { signal } = new AbortController();
  await unlessAborted(Promise.resolve(), signal);
  const failed = Promise.reject(new Error("disk full"));
  await assert.rejects(unlessAborted(failed, signal), /disk full/);
});

test("unlessAborted() abandons work that does not settle", async () => {
  const abandon = new AbortController();
  const endless = new Promise<void>(() => undefined);
  const waiting = unlessAborted(endless, abandon.signal);
  abandon.abort();
  await waiting;
  await unlessAborted(endless, abandon.signal);
});
