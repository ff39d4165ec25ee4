import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { WorkerThread } from "../../../../ports/runtime.ts";
import type {
  FromWorker,
  StoreNotice,
  StoreReply,
  StoreRequest,
} from "../../../../server/rows/worker/store_messages.ts";
import { StoreWorker } from "../../../../server/rows/worker/store_worker.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";

/** A thread that is never silent, and answers on demand. */
function livelyThread() {
  let reply: (message: StoreReply) => void = () => undefined;
  const thread: WorkerThread = {
    listen: (receive) => {
      reply = receive;
    },
    post: (message) => {
      const { kind } = message as StoreRequest | StoreNotice;
      if (kind === "ping") setTimeout(() => reply({ kind: "alive" }));
    },
    terminate: () => undefined,
  };
  const answer = () => reply({ kind: "done", id: 0, result: undefined });
  return { thread, answer };
}

/** Blocks this thread. */
function busy(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

test("A thread is not abandoned for messages missed while this one was busy", async () => {
  const { thread, answer } = livelyThread();
  const limits = { warn: 5_000, silent: 600, late: 60_000 };
  const worker = new StoreWorker(thread, new MemoryLog(), limits);
  const asked = worker.ask({
    question: { kind: "sync", database: 0 },
    domain: "a",
  });
  worker.abandon();
  await delay(10);
  busy(900);
  await delay(50);
  assert.equal(worker.isStuck, false);
  answer();
  await asked;
  worker.terminate();
});

test("Requests of one turn are one message, and so may be their answers", async () => {
  const posted: unknown[] = [];
  let receive: (message: FromWorker) => void = () => undefined;
  const worker = new StoreWorker({
    listen: (received) => {
      receive = received;
    },
    post: (message) => posted.push(message),
    terminate: () => undefined,
  }, new MemoryLog());
  const ask = (database: number) =>
    worker.ask<undefined>({
      question: { kind: "sync", database },
      domain: "a",
    });
  const both = [ask(5), ask(6)];
  await Promise.resolve();
  assert.deepEqual(posted, [[
    { kind: "sync", database: 5, id: 0 },
    { kind: "sync", database: 6, id: 1 },
  ]]);
  receive([0, 1].map((id) => ({ kind: "done", id, result: undefined })));
  await Promise.all(both);
  const single = ask(7);
  await Promise.resolve();
  assert.deepEqual(posted[1], { kind: "sync", database: 7, id: 2 });
  receive({ kind: "done", id: 2, result: undefined });
  await single;
  worker.terminate();
});
