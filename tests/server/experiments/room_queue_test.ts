import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomQueue } from "../../../server/experiments/room_queue.ts";

/** A room that has `free` places; `empty()` makes it free again. */
class Room {
  checks = 0;
  free = 0;
  #emptied = Promise.withResolvers<void>();
  readonly queue = new RoomQueue(() =>
    this.free > 0 ? undefined : this.#emptied.promise
  );

  empty(free: number): void {
    this.free = free;
    this.#emptied.resolve();
    this.#emptied = Promise.withResolvers();
  }

  /** What a session does: it waits until it finds a place. */
  async enter(bytes: number): Promise<void> {
    do await this.queue.wait(bytes); while (!this.#take());
  }

  #take(): boolean {
    this.checks++;
    if (this.free === 0) return false;
    this.free--;
    return true;
  }
}

test("Sessions continue in their order when there is room", async () => {
  const room = new Room();
  const entered: number[] = [];
  const all = Array.from({ length: 30 }, async (_, i) => {
    await room.enter(5000);
    entered.push(i);
  });
  room.empty(30);
  await Promise.all(all);
  assert.deepEqual(entered, Array.from({ length: 30 }, (_, i) => i));
});

test("Small chunks go before large ones", async () => {
  const room = new Room();
  const entered: string[] = [];
  const enter = async (name: string, bytes: number) => {
    await room.enter(bytes);
    entered.push(name);
  };
  const all = [
    enter("first", 60_000),
    enter("second", 60_000),
    enter("small", 30),
  ];
  room.empty(3);
  await Promise.all(all);
  assert.deepEqual(entered, ["small", "first", "second"]);
});

test("Few sessions wake up in vain", async () => {
  const room = new Room();
  let left = 300;
  const all = Array.from({ length: left }, async () => {
    await room.enter(60_000);
    left--;
    if (room.free === 0) setImmediate(() => room.empty(5));
  });
  room.empty(5);
  await Promise.all(all);
  assert.equal(left, 0);
  assert.ok(room.checks < 3 * all.length, `${room.checks} checks`);
});
