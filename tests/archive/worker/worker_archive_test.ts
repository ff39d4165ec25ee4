import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkerArchive } from "../../../archive/worker/worker_archive.ts";
import { ArchiveError, TimeLimitError } from "../../../archive/errors.ts";
import type { WorkerThread } from "../../../ports/runtime.ts";

/** A thread that does nothing by itself. */
class SilentThread implements WorkerThread {
  readonly posted: unknown[] = [];
  isTerminated = false;
  fail: (error: Error) => void = () => undefined;

  post(message: unknown): void {
    this.posted.push(message);
  }

  listen(_received: unknown, failed: (error: Error) => void): void {
    this.fail = failed;
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

/** An archive whose threads do nothing. */
function silentArchive(silenceMs?: number) {
  const threads: SilentThread[] = [];
  const archive = new WorkerArchive({
    place: "here",
    options: { directory: "x" },
    silenceMs,
    start() {
      const thread = new SilentThread();
      threads.push(thread);
      return thread;
    },
  });
  return { archive, threads };
}

test("The thread is started by the first call", async () => {
  const { archive, threads } = silentArchive();
  assert.equal(threads.length, 0);
  const answer = archive.describe("a");
  assert.deepEqual(threads[0].posted, [
    { kind: "start", options: { directory: "x" } },
    { kind: "call", id: 0, method: "describe", args: ["a"] },
  ]);
  const failed = assert.rejects(answer, /the archive was closed/);
  await archive.close();
  await failed;
  assert.ok(threads[0].isTerminated);
  await assert.rejects(archive.experiments(), /the archive is closed/);
});

test("A thread that fails is replaced at the next call", async () => {
  const { archive, threads } = silentArchive();
  const first = archive.describe("a");
  threads[0].fail(new Error("broken"));
  await assert.rejects(first, ArchiveError);
  await assert.rejects(first, /its thread failed: broken/);
  const second = archive.describe("a").catch(() => undefined);
  assert.equal(threads.length, 2);
  await archive.close();
  await second;
});

test("A call is not waited for forever", async () => {
  const { archive } = silentArchive(20);
  await assert.rejects(archive.experiments(), TimeLimitError);
  await archive.close();
});
