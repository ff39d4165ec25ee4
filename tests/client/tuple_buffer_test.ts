import assert from "node:assert/strict";
import { test } from "node:test";
import { TupleBuffer } from "../../client/tuple_buffer.ts";
import { parseSchema } from "../../codec/values/schema.ts";

const schema = parseSchema("1 m n:int32");
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

/** A tuple of eight bytes, for n up to 9. */
function tuple(n: number) {
  return { schema, sequence: n, timestamp: 0, values: [n] };
}

/** A buffer with the tuples 1 to `last`. */
function filled(last: number, limit = 1_000): TupleBuffer {
  const buffer = new TupleBuffer("text", limit);
  for (let n = 1; n <= last; n++) buffer.push(tuple(n));
  return buffer;
}

test("TupleBuffer returns pushed tuples, and keeps them until they are released", () => {
  const buffer = filled(2);
  assert.deepEqual([buffer.bytes, buffer.tuples], [16, 2]);
  const sent = buffer.take();
  assert.equal(text(sent?.bytes), "0\t1\t1\t1\n0\t1\t2\t2\n");
  assert.equal(sent?.end, 16);
  assert.equal(buffer.take(), undefined);
  assert.deepEqual([buffer.bytes, buffer.tuples], [16, 2]);
  assert.equal(buffer.release(16), 2);
  assert.deepEqual([buffer.bytes, buffer.tuples], [0, 0]);
});

test("TupleBuffer returns pieces of an eighth of its limit", () => {
  const buffer = filled(5, 16 * 8);
  const pieces = [buffer.take(), buffer.take(), buffer.take()];
  assert.deepEqual(pieces.map((each) => each?.end), [16, 32, 40]);
  assert.equal(buffer.take(), undefined);
});

test("TupleBuffer resends unreleased tuples, from a given one on", () => {
  const buffer = filled(3);
  buffer.restart(100);
  buffer.take();
  assert.equal(buffer.release(100 + 8), 1);
  assert.deepEqual([buffer.firstOffset, buffer.nextOffset], [108, 124]);
  buffer.push(tuple(4));
  assert.deepEqual(buffer.rewind(), []);
  assert.deepEqual([buffer.firstOffset, buffer.nextOffset], [108, 108]);
  const again = buffer.take();
  assert.equal(text(again?.bytes), "0\t1\t2\t2\n0\t1\t3\t3\n");
  assert.equal(again?.end, 124);
  assert.equal(text(buffer.take()?.bytes), "0\t1\t4\t4\n");
});

test("TupleBuffer never splits a tuple, whatever offset a peer claims", () => {
  const buffer = filled(3);
  buffer.take();
  assert.equal(buffer.release(13), 1);
  assert.equal(buffer.release(-1), 0);
  assert.equal(buffer.release(3), 0);
  assert.equal(buffer.tuples, 2);
  buffer.rewind();
  assert.equal(text(buffer.take()?.bytes), "0\t1\t2\t2\n0\t1\t3\t3\n");
  assert.equal(buffer.release(1_000_000), 2);
});

test("TupleBuffer repeats released definitions, in order", () => {
  const buffer = filled(1);
  buffer.pushDefinition(tuple(7));
  buffer.push(tuple(2));
  buffer.pushDefinition(tuple(8));
  while (buffer.take() !== undefined);
  assert.equal(buffer.release(24), 3);
  assert.deepEqual(buffer.rewind().map(text), ["0\t1\t7\t7\n"]);
  buffer.take();
  buffer.release(32);
  assert.deepEqual(buffer.rewind().map(text), [
    "0\t1\t7\t7\n",
    "0\t1\t8\t8\n",
  ]);
  buffer.restart(0);
  assert.deepEqual(buffer.rewind(), []);
});

test("TupleBuffer drops the oldest tuples, but no definition and nothing sent", () => {
  const buffer = filled(2, 16 * 8);
  buffer.take();
  buffer.pushDefinition(tuple(7));
  for (let n = 3; n <= 5; n++) buffer.push(tuple(n));
  assert.equal(buffer.dropOldest(), 2);
  assert.equal(buffer.dropOldest(), 1);
  assert.equal(buffer.dropOldest(), 0);
  assert.equal(buffer.tuples, 3);
  buffer.rewind();
  assert.equal(text(buffer.take()?.bytes), "0\t1\t1\t1\n0\t1\t2\t2\n");
  assert.equal(text(buffer.take()?.bytes), "0\t1\t7\t7\n");
});

test("TupleBuffer adds nothing if a tuple cannot be encoded", () => {
  const buffer = filled(1);
  assert.throws(() => buffer.push({ ...tuple(2), values: ["x"] }));
  assert.deepEqual([buffer.bytes, buffer.tuples], [8, 1]);
});
