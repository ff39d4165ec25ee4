import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Room, type RoomOptions } from "../../../proxy/spool/room.ts";
import { MemoryLog } from "../../_support/memory_log.ts";

const FULL = "warn: the spool is full; clients wait until there is room";
const AGAIN = "info: the spool has room again";

/** A room, and what its spool holds, to be changed by the test. */
class TestRoom {
  readonly log = new MemoryLog();
  readonly load = { pending: 0, waiting: 0 };
  readonly room: Room;

  constructor(options: Partial<RoomOptions>) {
    const all: RoomOptions = {
      memoryBytes: 100,
      maxBytes: 1_000,
      policy: "block",
      ...options,
    };
    this.room = new Room(all, this.log, () => this.load);
  }

  /** Whether a client has to wait now. */
  async blocks(disk = true): Promise<boolean> {
    const abandon = new AbortController();
    let isBlocked = true;
    const waiting = this.room.wait(disk, abandon.signal)
      .then(() => isBlocked = false);
    await nextTurn();
    const answer = isBlocked;
    abandon.abort();
    await waiting;
    return answer;
  }
}

test("Room blocks clients at the disk limit, and until a tenth is free", () => {
  const { room, log, load } = new TestRoom({});
  assert.equal(room.full, false);
  load.waiting = 1_000;
  room.take(1_000);
  assert.equal(room.full, true);
  load.waiting = 900;
  room.changed();
  assert.equal(room.full, true);
  load.waiting = 899;
  room.changed();
  assert.equal(room.full, false);
  assert.deepEqual(log.lines, [FULL, AGAIN]);
});

test("Room blocks clients while memory is used up, even without a disk limit", async () => {
  const test = new TestRoom({ maxBytes: Infinity });
  test.load.pending = 100;
  test.room.take(100);
  assert.equal(test.room.full, false);
  assert.equal(await test.blocks(false), true);
  test.load.pending = 99;
  assert.equal(await test.blocks(false), false);
});

test("Room does not block a client whose tuples are dropped", async () => {
  const test = new TestRoom({ policy: "drop-new" });
  test.load.waiting = 1_000;
  test.room.take(1_000);
  assert.equal(await test.blocks(false), false);
  assert.equal(await test.blocks(true), true);
  assert.deepEqual(test.log.lines, [
    "warn: the spool is full; new tuples are dropped",
  ]);
});

test("Room wakes the clients that wait", async () => {
  const test = new TestRoom({});
  test.load.waiting = 1_000;
  test.room.take(1);
  const woken = [1, 2].map(() =>
    test.room.wait(true, new AbortController().signal)
  );
  test.load.waiting = 0;
  test.room.changed();
  await Promise.all(woken);
});

test("Room uses only memory while the disk takes nothing", () => {
  const { room, log, load } = new TestRoom({ maxBytes: Infinity });
  room.fail("no space left on device");
  load.pending = 99;
  assert.equal(room.full, false);
  load.pending = 100;
  room.fail("no space left on device");
  assert.equal(room.full, true);
  assert.equal(room.fault, "no space left on device");
  load.pending = 0;
  room.recover();
  room.changed();
  assert.equal(room.full, false);
  assert.equal(room.fault, undefined);
  assert.deepEqual(log.lines, [FULL, AGAIN]);
});

test("Room ignores the disk limit once it drains", async () => {
  const test = new TestRoom({});
  test.load.waiting = 5_000;
  test.room.take(1);
  assert.equal(await test.blocks(), true);
  test.room.drain();
  assert.equal(await test.blocks(), false);
});
