import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Retry } from "../../../server/rows/retry.ts";
import { isTemporary } from "../../../server/rows/sqlite/sqlite_errors.ts";
import { StoreError } from "../../../server/rows/store.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { waitFor } from "../../_support/wait_for.ts";

function makeRetry(warnMs = 50) {
  const abandon = new AbortController();
  const log = new MemoryLog();
  const retry = new Retry({
    domain: "d",
    abandon: abandon.signal,
    log,
    isTemporary,
    longestPause: 20,
    warnMs,
  });
  return { retry, abandon, log };
}

/** Work that fails with these messages, then returns the number of attempts. */
function failing(...messages: readonly string[]): () => number {
  let tries = 0;
  return () => {
    const message = messages[tries++];
    if (message !== undefined) throw new Error(message);
    return tries;
  };
}

test("Work that succeeds is done once", async () => {
  assert.equal(await makeRetry().retry.run(failing()), 1);
});

for (const fault of ["database is locked", "database or disk is full"]) {
  test(`Work is retried while "${fault}"`, async () => {
    // On a busy machine this may take long.
    const { retry, log } = makeRetry(20_000);
    assert.equal(await retry.run(failing(fault, fault)), 3);
    assert.deepEqual(log.lines, [], "a short wait deserves no words");
  });
}

test("Another fault ends the retries at once, and names the database", async () => {
  const { retry } = makeRetry();
  await assert.rejects(retry.run(failing("no such column")), (error) => {
    assert.ok(error instanceof StoreError);
    assert.equal(error.message, "Cannot use the database of d: no such column");
    assert.equal(String(error.cause), "Error: no such column");
    return true;
  });
});

test("Other work is not delayed by retries", async () => {
  const { retry } = makeRetry();
  const slow = retry.run(failing("database is locked"));
  assert.equal(await retry.run(failing()), 1);
  assert.equal(await slow, 2);
});

test("Aborted retries end; work is tried once even then", async () => {
  const { retry, abandon } = makeRetry();
  abandon.abort();
  assert.equal(await retry.run(failing()), 1);
  await assert.rejects(
    retry.run(failing("database is locked")),
    StoreError,
  );
});

test("A waiting call fails at once when retries are aborted", async () => {
  const { retry, abandon } = makeRetry();
  const locked = new Array<string>(1_000).fill("database is locked");
  const waiting = retry.run(failing(...locked));
  abandon.abort();
  await assert.rejects(waiting, /Cannot use the database of d: .* is locked/);
});

test("Long waits are logged even if the wall clock is set back", async () => {
  const { retry, abandon, log } = makeRetry();
  let now = 1e12;
  const clock = mock.method(Date, "now", () => now -= 3_600_000);
  try {
    const waiting = retry.run(() => {
      if (log.lines.length >= 2) abandon.abort();
      throw new Error("database is locked");
    });
    await assert.rejects(waiting, StoreError);
    const warning = "warn: d: still waiting after 0 s: database is locked";
    assert.deepEqual(log.lines, [warning, warning]);
  } finally {
    clock.mock.restore();
  }
});

test("Work that does not answer is logged, and so is its end", async () => {
  const { retry, log } = makeRetry();
  const answer = Promise.withResolvers<string>();
  const waiting = retry.run(() => answer.promise);
  await waitFor("two warnings", () => log.of("warn").length > 1);
  assert.equal(
    log.of("warn")[0],
    "warn: d: still waiting after 0 s: it does not answer, or other calls come first",
  );
  answer.resolve("done");
  assert.equal(await waiting, "done");
  assert.match(log.of("info").join(), /d: the database is back after 0 s/);
});
