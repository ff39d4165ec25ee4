import assert from "node:assert/strict";
import { test } from "node:test";
import {
  borrow,
  enlarge,
  free,
  giveBack,
  roomFor,
} from "../../../codec/bytes/memory.ts";

const SMALL = 16 * 1024;

test("enlarge() keeps the bytes and releases large memory", () => {
  for (const [size, left] of [[SMALL, SMALL], [SMALL + 1, 0]]) {
    const old = new Uint8Array(size).fill(7);
    const larger = enlarge(old, 2 * size);
    assert.equal(larger.length, roomFor(2 * size));
    assert(larger.subarray(0, size).every((byte) => byte === 7));
    assert.equal(larger[size], 0);
    assert.equal(old.length, left);
  }
});

test("free() releases large memory, also twice, and never detaches small memory", () => {
  for (const [size, left] of [[SMALL, SMALL], [SMALL + 1, 0]]) {
    const bytes = new Uint8Array(size);
    free(bytes);
    free(bytes);
    assert.equal(bytes.buffer.byteLength, left);
  }
});

test("roomFor() has enough room, and not much more", () => {
  for (const size of [0, 1, 256, 257, 65_536, 65_537, 1_000_000]) {
    const room = roomFor(size);
    assert(room >= size, `${size}`);
    assert(room <= Math.max(256, 2 * size), `${size}`);
  }
  assert(roomFor(10_000_000) < 12_600_000);
});

test("borrow() lends the requested size, and small sizes again", () => {
  const small = borrow(10);
  giveBack(small);
  assert.equal(borrow(20).buffer, small.buffer);
  const large = borrow(1_000_000);
  assert.equal(large.length, 1_000_000);
  giveBack(large);
  assert.equal(large.length, 0);
  assert.notEqual(small.length, 0);
});
