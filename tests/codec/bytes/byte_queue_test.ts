import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteQueue } from "../../../codec/bytes/byte_queue.ts";
import { bytes } from "../../_support/packet.ts";

function contents(queue: ByteQueue): string {
  return new TextDecoder().decode(queue.bytes.subarray(queue.from));
}

test("ByteQueue.append() reads a piece in place if nothing is left", () => {
  const queue = new ByteQueue();
  const piece = bytes("abc");
  queue.append(piece);
  assert.equal(queue.bytes, piece);
  assert.equal(queue.length, 3);
});

test("ByteQueue.append() joins a piece to the remaining bytes", () => {
  const queue = new ByteQueue();
  queue.append(bytes("abc"));
  queue.from = 2;
  queue.settle();
  queue.append(bytes("def"));
  assert.equal(contents(queue), "cdef");
});

test("ByteQueue.append() joins pieces without settle()", () => {
  const queue = new ByteQueue();
  queue.append(bytes("abc"));
  queue.from = 1;
  queue.append(bytes("def"));
  queue.append(bytes("g"));
  assert.equal(contents(queue), "bcdefg");
});

test("ByteQueue.settle() keeps a copy, so that the piece may be reused", () => {
  const queue = new ByteQueue();
  const piece = bytes("abc");
  queue.append(piece);
  queue.from = 1;
  queue.settle();
  piece.fill(0);
  assert.equal(contents(queue), "bc");
  assert.equal(queue.from, 0);
});

test("Queues are independent", () => {
  const outer = new ByteQueue();
  const inner = new ByteQueue();
  for (const queue of [outer, inner]) {
    queue.append(bytes("a"));
    queue.settle();
  }
  outer.append(bytes("bcd"));
  inner.append(bytes("xyz"));
  assert.equal(contents(inner), "axyz");
  assert.equal(contents(outer), "abcd");
  inner.settle();
  outer.settle();
  inner.append(bytes("12345678"));
  assert.equal(contents(outer), "abcd");
  assert.equal(contents(inner), "axyz12345678");
});

test("The result of ByteQueue.append() stays valid without settle()", () => {
  const left = new ByteQueue();
  left.append(bytes("a"));
  left.append(bytes("bcd"));
  const other = new ByteQueue();
  other.append(bytes("w"));
  other.append(bytes("xyz"));
  assert.equal(contents(left), "abcd");
});

test("ByteQueue keeps the remaining bytes, however much was consumed", () => {
  const queue = new ByteQueue();
  let expected = "";
  for (let i = 0; i < 2000; i++) {
    const piece = String.fromCharCode(97 + i % 26).repeat(i % 7);
    queue.append(bytes(piece));
    expected += piece;
    const consumed = Math.min(queue.length, i % 5);
    queue.from += consumed;
    expected = expected.slice(consumed);
    queue.settle();
    assert.equal(queue.length, expected.length);
  }
  assert.equal(contents(queue), expected);
});

test("ByteQueue.settle() releases large memory once it is empty", () => {
  const queue = new ByteQueue();
  queue.append(new Uint8Array(1_000_000));
  queue.from = 1;
  queue.settle();
  assert(queue.bytes.buffer.byteLength >= 999_999);
  queue.from = queue.bytes.length;
  queue.settle();
  assert.equal(queue.length, 0);
  assert.equal(queue.bytes.buffer.byteLength, 0);
});

test("ByteQueue does not move a long line for each new byte", () => {
  const queue = new ByteQueue();
  queue.append(new Uint8Array(4_000_000));
  queue.settle();
  const before = performance.now();
  for (let i = 0; i < 20_000; i++) {
    queue.append(new Uint8Array(1));
    queue.settle();
  }
  // Moved each time, these would be 80 GB.
  assert(performance.now() - before < 2000);
  assert.equal(queue.length, 4_020_000);
});
