import assert from "node:assert/strict";
import { test } from "node:test";
import { ReadTurns } from "../../../proxy/spool/read_turns.ts";

test("ReadTurns ends a turn when all sessions that waited for it have read", async () => {
  const turns = new ReadTurns();
  const events: string[] = [];
  const session = async (name: string) => {
    await turns.wait();
    events.push(name);
    turns.read(turns.count);
  };
  const sessions = [session("a"), session("b")];
  await turns.next();
  events.push("end");
  await Promise.all(sessions);
  assert.deepEqual(events, ["a", "b", "end"]);
  assert.equal(turns.count, 1);
});

test("ReadTurns does not wait for a session that has nothing to read", async () => {
  const turns = new ReadTurns();
  const idle = turns.wait();
  await turns.next();
  await idle;
  // It reads later: that is not a part of the next turn.
  let hasRead = false;
  const other = turns.wait().then(() => {
    turns.read(1);
    hasRead = true;
  });
  await turns.next();
  await other;
  assert.equal(hasRead, true);
});

test("ReadTurns lets all sessions go at the end, and those that come later", async () => {
  const turns = new ReadTurns();
  const early = turns.wait();
  turns.end();
  await early;
  await turns.wait();
});
