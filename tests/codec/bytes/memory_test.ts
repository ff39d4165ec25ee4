import assert from "node:assert/strict";
import { test } from "node:test";
import {
  borrow,
  enlarge,
  free,
  giveBack,
  roomFor,
} from "../../../codec/bytes/memory.ts";

test("enlarge() keeps the bytes and takes the old memory back", () => {
  const old = Uint8Array.of(1, 2, 3);
  const larger = enlarge(old, 1_000);
  assert.deepEqual([...larger.subarray(0, 4)], [1, 2, 3, 0]);
  assert.equal(larger.length, roomFor(1_000));
  assert.equal(old.length, 0);
});

test("free() gives memory back, also twice", () => {
  const bytes = new Uint8Array(100);
  free(bytes);
  free(bytes);
  assert.equal(bytes.buffer.byteLength, 0);
});

test("roomFor() has room, and not much more", () => {
  for (const size of [0, 1, 256, 257, 65_536, 65_537, 1_000_000]) {
    const room = roomFor(size);
    assert(room >= size, `${size}`);
    assert(room <= Math.max(256, 2 * size), `${size}`);
  }
  assert(roomFor(10_000_000) < 12_600_000);
});

test("borrow() lends as much as is asked for, and small amounts again", () => {
  const small = borrow(10);
  giveBack(small);
  assert.equal(borrow(20).buffer, small.buffer);
  const large = borrow(1_000_000);
  assert.equal(large.length, 1_000_000);
  giveBack(large);
  assert.equal(large.length, 0);
  assert.notEqual(small.length, 0);
});
