import assert from "node:assert/strict";
import { test } from "node:test";
import { Patience } from "../../../../server/rows/sqlite/patience.ts";
import { StoreError } from "../../../../server/rows/store.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";

function makePatience() {
  const abandon = new AbortController();
  const log = new MemoryLog();
  return { patience: new Patience("d", abandon.signal, log), abandon, log };
}

/** Work that fails with these messages, then gives the number of tries. */
function failing(...messages: readonly string[]): () => number {
  let tries = 0;
  return () => {
    const message = messages[tries++];
    if (message !== undefined) throw new Error(message);
    return tries;
  };
}

test("Work that succeeds is done once", async () => {
  assert.equal(await makePatience().patience.with(failing()), 1);
});

for (const fault of ["database is locked", "database or disk is full"]) {
  test(`Work is tried again while "${fault}"`, async () => {
    const { patience } = makePatience();
    assert.equal(await patience.with(failing(fault, fault)), 3);
  });
}

test("Another fault ends the tries at once, and names the database", async () => {
  const { patience } = makePatience();
  await assert.rejects(patience.with(failing("no such column")), (error) => {
    assert.ok(error instanceof StoreError);
    assert.equal(error.message, "Cannot use the database of d: no such column");
    assert.equal(String(error.cause), "Error: no such column");
    return true;
  });
});

test("Nobody else is held up meanwhile", async () => {
  const { patience } = makePatience();
  const slow = patience.with(failing("database is locked"));
  assert.equal(await patience.with(failing()), 1);
  assert.equal(await slow, 2);
});

test("The tries end when told so; work is done once even then", async () => {
  const { patience, abandon } = makePatience();
  abandon.abort();
  assert.equal(await patience.with(failing()), 1);
  await assert.rejects(
    patience.with(failing("database is locked")),
    StoreError,
  );
});
