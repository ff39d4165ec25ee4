import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Drain } from "../../../server/sessions/drain.ts";

/** A client that is read, and sends nothing. */
function setUp({ isQuiet = false } = {}) {
  let waits = 1;
  const reading = {
    waiting: true,
    get waits() {
      return isQuiet ? 0 : waits++;
    },
    hasReadOn: false,
    readOn() {
      reading.hasReadOn = true;
    },
  };
  return { reading, drain: new Drain(reading) };
}

test("A client that sends nothing while the server reads is idle", () => {
  const { drain, reading } = setUp({ isQuiet: true });
  assert.equal(drain.idleFor(100), 100);
  assert.equal(drain.idleFor(100), 200);
  reading.waiting = false;
  assert.equal(drain.idleFor(100), 0);
  assert.equal(setUp().drain.idleFor(100), 0);
});

test("A client that is quiet for a while after the stop is drained", () => {
  const { drain } = setUp({ isQuiet: true });
  drain.idleFor(60_000);
  assert.equal(drain.isOver(100, false), false);
  assert.equal(drain.isOver(50, false), true);
});

test("A client that continues to send is drained late, after a second of reading", () => {
  const { drain } = setUp();
  assert.equal(drain.isOver(2_000, false), false);
  assert.equal(drain.isOver(25, true), true);
  const late = setUp().drain;
  assert.equal(late.isOver(500, true), false);
  assert.equal(late.isOver(500, true), true);
});

test("A client that waits for its database is not drained, even late", async () => {
  const { drain } = setUp();
  const database = Promise.withResolvers<void>();
  const waiting = drain.hold(database.promise);
  assert.equal(drain.isOver(60_000, true), false);
  database.resolve();
  await waiting;
  assert.equal(drain.isOver(500, true), false, "it has a second of its own");
  assert.equal(drain.isOver(500, true), true);
});

test("After a quick last flush nothing more is read", async () => {
  const { drain, reading } = setUp();
  assert.equal(await drain.readsOn(() => Promise.resolve()), false);
  assert.equal(reading.hasReadOn, false);
});

test("After a long last flush reading continues, late in the stop only once", async () => {
  const { drain, reading } = setUp();
  assert.equal(await drain.readsOn(() => delay(200)), true);
  assert.equal(reading.hasReadOn, true);
  drain.isOver(25, true);
  assert.equal(await drain.readsOn(() => delay(200)), true);
  const again = () => assert.fail("its failure would go unnoticed");
  assert.equal(await drain.readsOn(again), false);
});

test("A flush that fails is the caller's error", async () => {
  const failing = () => Promise.reject(new Error("disk is full"));
  await assert.rejects(setUp().drain.readsOn(failing), /disk is full/);
});
