import assert from "node:assert/strict";
import { test } from "node:test";
import { ReplyGroup } from "../../../../server/rows/worker/reply_group.ts";
import type {
  FromWorker,
  StoreReply,
} from "../../../../server/rows/worker/store_messages.ts";
import { waitFor } from "../../../_support/wait_for.ts";

const reply = (id: number): StoreReply => ({
  kind: "done",
  id,
  result: undefined,
});

/** A group that expects so many answers, and what it has sent. */
function setUp(expected: number) {
  const sent: FromWorker[] = [];
  const group = new ReplyGroup((replies) => sent.push(replies));
  for (let i = 0; i < expected; i++) group.expect();
  return { sent, group };
}

test("A single answer is sent at once", () => {
  const { sent, group } = setUp(1);
  group.add(reply(7));
  assert.deepEqual(sent, [reply(7)]);
});

test("Answers are sent together when all are ready", async () => {
  // Unless another program takes the processor in between.
  await waitFor("one message", () => {
    const { sent, group } = setUp(3);
    for (const id of [2, 0, 1]) group.add(reply(id));
    const isOne = sent.length === 1;
    if (isOne) assert.deepEqual(sent, [[reply(2), reply(0), reply(1)]]);
    return isOne;
  });
});

test("An answer waits only briefly for those of other requests", async () => {
  const { sent, group } = setUp(3);
  group.add(reply(0));
  await waitFor("it", () => sent.length === 1);
  assert.deepEqual(sent, [reply(0)]);
  group.add(reply(1));
  group.add(reply(2));
  assert.deepEqual(sent.flat(), [reply(0), reply(1), reply(2)]);
});

test("The answer to a request that took long does not wait", () => {
  const { sent, group } = setUp(3);
  for (const end = performance.now() + 5; performance.now() < end;);
  group.add(reply(0));
  assert.deepEqual(sent, [reply(0)]);
});
