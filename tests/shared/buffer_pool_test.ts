import assert from "node:assert/strict";
import { test } from "node:test";
import { BufferPool, SharedBufferPool } from "../../shared/buffer_pool.ts";

const KIB = 1024;

test("A pool returns a released buffer once", () => {
  const pool = new BufferPool(64 * KIB);
  const buffer = pool.take(40 * KIB);
  pool.give(buffer);
  assert(pool.take(50 * KIB) === buffer);
  assert(pool.take(50 * KIB) !== buffer);
});

test("Buffers have a power of two of bytes, at least as many as requested", () => {
  const pool = new BufferPool();
  for (const size of [0, 1, KIB, KIB + 1, 40 * KIB, 64 * KIB, 5_000_000]) {
    const { byteLength } = pool.take(size);
    assert(byteLength >= size);
    assert.equal(Math.log2(byteLength) % 1, 0);
  }
});

test("A buffer of another size is not returned instead", () => {
  const pool = new BufferPool(640 * KIB);
  const buffer = new ArrayBuffer(64 * KIB);
  pool.give(buffer);
  assert(pool.take(32 * KIB) !== buffer);
  assert(pool.take(65 * KIB) !== buffer);
  assert(pool.take(64 * KIB) === buffer);
});

test("A pool keeps no more bytes than its limit", () => {
  const pool = new BufferPool(128 * KIB);
  const buffers = [1, 2, 3].map(() => new ArrayBuffer(64 * KIB));
  for (const buffer of buffers) pool.give(buffer);
  const taken = [1, 2, 3].map(() => pool.take(64 * KIB));
  assert.equal(taken.filter((buffer) => buffers.includes(buffer)).length, 2);
  pool.give(taken[0]);
  assert(pool.take(64 * KIB) === taken[0], "what was taken frees its place");
});

test("Small, large and odd buffers are not kept", () => {
  const pool = new BufferPool(64 * KIB * KIB);
  for (const size of [8 * KIB, 8 * KIB * KIB, 40 * KIB]) {
    const buffer = new ArrayBuffer(size);
    pool.give(buffer);
    assert(pool.take(size) !== buffer);
  }
});

test("A shared buffer is visible to other threads, and is reused as well", () => {
  const pool = new SharedBufferPool(64 * KIB);
  const buffer = pool.take(40 * KIB);
  assert(
    structuredClone(new Uint8Array(buffer)).buffer instanceof SharedArrayBuffer,
  );
  pool.give(buffer);
  assert(pool.take(50 * KIB) === buffer);
});

test("What a pool has dropped is not returned, and has room again", () => {
  const pool = new BufferPool(64 * KIB);
  const [old, next] = [1, 2].map(() => new ArrayBuffer(64 * KIB));
  pool.give(old);
  pool.drop();
  pool.give(next);
  assert(pool.take(64 * KIB) === next);
  assert(pool.take(64 * KIB) !== old);
});
