import assert from "node:assert/strict";
import { test } from "node:test";
import { LongMessages } from "../../../server/experiments/long_messages.ts";

test("Long messages are decoded one at a time", () => {
  const messages = new LongMessages(() => true);
  assert.equal(messages.wait(), undefined);
  messages.begin();
  assert.notEqual(messages.wait(), undefined);
  messages.end();
  assert.equal(messages.wait(), undefined);
});

test("A long message waits until the rows of others are stored", async () => {
  let hasRoom = false;
  const messages = new LongMessages(() => hasRoom);
  messages.begin();
  messages.end();
  await messages.wait();
  assert.notEqual(messages.wait(), undefined);
  hasRoom = true;
  assert.equal(messages.wait(), undefined);
});

test("A database that stores nothing delays long messages only for a while", async () => {
  const messages = new LongMessages(() => false, 30);
  messages.begin();
  messages.end();
  for (let wait; (wait = messages.wait()) !== undefined;) await wait;
  messages.begin();
  assert.notEqual(messages.wait(), undefined);
});
