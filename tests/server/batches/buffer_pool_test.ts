import assert from "node:assert/strict";
import { test } from "node:test";
import { BufferPool } from "../../../server/batches/buffer_pool.ts";

const KIB = 1024;

test("A pool gives back what it was given, where that is large enough", () => {
  const pool = new BufferPool(2);
  const buffer = new ArrayBuffer(64 * KIB);
  pool.give(buffer);
  assert.equal(pool.take(65 * KIB), undefined);
  assert.equal(pool.take(40 * KIB), buffer);
  assert.equal(pool.take(40 * KIB), undefined, "once only");
});

test("A pool keeps no more buffers than it may", () => {
  const pool = new BufferPool(2);
  for (let i = 0; i < 3; i++) pool.give(new ArrayBuffer(64 * KIB));
  const taken = [1, 2, 3].map(() => pool.take(64 * KIB));
  assert.deepEqual(taken.map((buffer) => buffer !== undefined), [
    true,
    true,
    false,
  ]);
});

test("A pool of no size keeps nothing", () => {
  const pool = new BufferPool();
  pool.give(new ArrayBuffer(64 * KIB));
  assert.equal(pool.take(64 * KIB), undefined);
});

test("Small buffers are not worth keeping, and large ones are let go", () => {
  const pool = new BufferPool(9);
  pool.give(new ArrayBuffer(8 * KIB));
  pool.give(new ArrayBuffer(8 * KIB * KIB));
  assert.equal(pool.take(1), undefined);
  assert.equal(pool.take(16 * KIB), undefined);
});

test("A small batch takes no large buffer from others", () => {
  const pool = new BufferPool(1);
  pool.give(new ArrayBuffer(64 * KIB));
  assert.equal(pool.take(1 * KIB), undefined);
  assert.notEqual(pool.take(64 * KIB), undefined);
});
