import assert from "node:assert/strict";
import { test } from "node:test";
import { ProtocolError } from "../../../codec/errors.ts";
import type { Experiment } from "../../../server/experiments/experiment.ts";
import type { Body } from "../../../server/resume/resumed_body.ts";
import { EarlyChunks } from "../../../server/sessions/early_chunks.ts";

/** A body that counts, and the parts of a session around it. */
function setUp() {
  const steps: string[] = [];
  const body = {
    ...{ pushed: 0, memory: 0, holding: false, isUnfinished: false },
    push(chunk: Uint8Array) {
      steps.push("decoded");
      if (chunk[0] === 0xff) throw new ProtocolError("limit", "too long", "");
      body.pushed += chunk.length;
    },
  };
  const room = { isFull: false };
  const early = new EarlyChunks(body as unknown as Body, {
    experiment: { commitInTime: () => !room.isFull } as unknown as Experiment,
    arrived: () => steps.push("arrived"),
  });
  return { body, room, steps, early };
}

const chunk = new Uint8Array(10);

test("The arrival of a chunk is noted before it is decoded", () => {
  const { body, steps, early } = setUp();
  assert.equal(early.take(chunk), undefined);
  assert.equal(body.pushed, 10);
  assert.deepEqual(steps, ["arrived", "decoded"]);
});

test("A chunk is left to the session if there is no room for its rows", () => {
  const { body, room, early } = setUp();
  room.isFull = true;
  assert.equal(early.take(chunk), chunk);
  assert.equal(body.pushed, 0);
});

test("A chunk of a long message is left to the session", () => {
  const { body, early } = setUp();
  body.memory = 10_000;
  assert.equal(early.take(chunk), chunk);
  assert.equal(body.pushed, 0);
});

test("The session goes on if a tuple waits for its next line", () => {
  const { body, early } = setUp();
  body.holding = true;
  assert.equal(early.take(chunk)?.length, 0);
  assert.equal(body.pushed, 10);
});

test("The session ends with the error of a chunk", () => {
  const { early } = setUp();
  early.check();
  assert.equal(early.take(new Uint8Array([0xff]))?.length, 0);
  assert.throws(() => early.check(), ProtocolError);
});
