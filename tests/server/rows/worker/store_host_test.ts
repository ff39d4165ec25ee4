import assert from "node:assert/strict";
import { test } from "node:test";
import type { MessagePort } from "../../../../ports/runtime.ts";
import { hostStore } from "../../../../server/rows/worker/store_host.ts";
import type {
  FromWorker,
  StoreNotice,
  StoreReply,
  StoreRequest,
  ToWorker,
} from "../../../../server/rows/worker/store_messages.ts";
import { waitFor } from "../../../_support/wait_for.ts";
import { flushOf } from "../../_support/flush.ts";
import { ScriptedStore } from "../../_support/scripted_store.ts";

/** The server's end of the channel to a host of scripted databases. */
function setUp() {
  const posted: FromWorker[] = [];
  const replies: StoreReply[] = [];
  const store = new ScriptedStore();
  const given: { options?: unknown; abandon?: AbortSignal } = {};
  let send: (message: ToWorker) => void = () => {};
  const port: MessagePort = {
    post: (message) => {
      posted.push(message as FromWorker);
      replies.push(...[message as FromWorker].flat());
    },
    listen: (received) => send = received,
  };
  hostStore(port, (options, log, abandon) => {
    given.options = options;
    given.abandon = abandon;
    log.warn("started with {options}", { options });
    return store;
  });
  const answer = (count: number) =>
    waitFor(
      "the answers",
      () => replies.length === count || replies.length + "",
    );
  return { send, posted, replies, store, given, answer };
}

const start: StoreNotice = { kind: "start", options: "some options" };

test("A host starts its store with the given options, and forwards its log", () => {
  const { send, replies, given } = setUp();
  send(start);
  assert.equal(given.options, "some options");
  assert.deepEqual(replies, [{
    kind: "log",
    level: "warn",
    message: "started with {options}",
    facts: { options: "some options" },
  }]);
});

test("Every request is answered by its number", async () => {
  const { send, replies, store, answer } = setUp();
  send(start);
  send({ kind: "open", id: 7, domain: "a" });
  await answer(2);
  send({
    kind: "join",
    id: 8,
    database: 0,
    member: { sender: "s", startTime: 5 },
  });
  await answer(3);
  const flush = flushOf({ handle: 0, schema: "1 m a:int32", rows: [[1n]] });
  send({ kind: "write", id: 9, database: 0, flush });
  store.databases.get("a")?.writes[0].resolve();
  await answer(4);
  send({ kind: "close", id: 10, database: 0 });
  await answer(5);
  assert.equal(store.databases.get("a")?.closed, true);
  const done = replies.slice(1).map((reply) =>
    reply.kind === "done" ? reply.id : reply.kind
  );
  assert.deepEqual(done, [7, 8, 9, 10]);
});

test("Requests that come together are answered together", async () => {
  const { send, posted, answer } = setUp();
  send([start, { kind: "open", id: 1, domain: "a" }]);
  await answer(2);
  assert.equal(posted.length, 2, "the log, and one answer");
  const both = (id: number): StoreRequest[] => [
    { kind: "sync", id, database: 0 },
    { kind: "sync", id: id + 1, database: 99 },
  ];
  // Unless another program takes the processor in between.
  let answers: FromWorker[] = [];
  for (let id = 2; answers.length !== 1 && id < 40; id += 2) {
    posted.splice(0);
    send(both(id));
    await answer(id + 2);
    answers = [...posted];
  }
  assert.equal(answers.length, 1);
  assert.equal(answers.flat().length, 2);
});

test("A host retires when its databases are closed and its store is at rest", async () => {
  const { send, replies, store, answer } = setUp();
  const isRetired = async (id: number) => {
    send({ kind: "retire", id });
    await answer(id);
    const reply = replies.at(-1);
    return reply?.kind === "done" && reply.result;
  };
  send([start, { kind: "open", id: 1, domain: "a" }]);
  await answer(2);
  assert.equal(await isRetired(3), false);
  send({ kind: "close", id: 2, database: 0 });
  await answer(4);
  store.isAtRest = false;
  assert.equal(await isRetired(5), false);
  store.isAtRest = true;
  assert.equal(await isRetired(6), true);
});

test("A fault is the answer to the request that caused it", async () => {
  const { send, replies, store, answer } = setUp();
  send(start);
  store.opening = Promise.reject(new Error("no open"));
  send({ kind: "open", id: 1, domain: "a" });
  send({ kind: "close", id: 2, database: 99 });
  await answer(3);
  const failed = replies.flatMap((reply) =>
    reply.kind === "failed" ? [[reply.id, reply.message]] : []
  );
  assert.deepEqual(
    failed.sort(([a], [b]) => Number(a) - Number(b)),
    [[1, "no open"], [2, "No database 99 is open"]],
  );
});

test("A host stops waiting on request", () => {
  const { send, given } = setUp();
  send(start);
  assert.equal(given.abandon?.aborted, false);
  send({ kind: "abandon" });
  assert.equal(given.abandon?.aborted, true);
});
