import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BufferPool } from "../../../shared/buffer_pool.ts";
import { CellBatch } from "../../../server/batches/cell_batch.ts";
import {
  type Cells,
  putVarint,
  putVarint4,
} from "../../../server/batches/cells.ts";
import { cellValues } from "../../../server/batches/cell_values.ts";
import { addRow, takeRows } from "../_support/cells.ts";

/** Returns the first value of every row. */
function firstValues({ bytes, offsets, columns }: Cells): unknown[] {
  return Array.from(offsets, (at) => cellValues(bytes, at, columns)[0]);
}

test("A cell is its size, room for a row id, and an SQLite record", () => {
  const batch = new CellBatch(["number", "bytes", "number"]);
  addRow(batch, [7n, "ab", null]);
  assert.deepEqual([...batch.take().bytes], [
    ...[0x80, 0x80, 0x80, 7], // payload: 4 bytes of header, 3 of values
    ...[0, 0, 0, 0], // the row id is set later
    4, // size of the header
    ...[1, 17, 0], // int8, text of 2 bytes, NULL
    ...[7, 0x61, 0x62],
  ]);
});

test("An integer takes no more bytes than it needs", () => {
  const size = (value: bigint) =>
    takeRows(new CellBatch(["number"]), [[value]]).bytes.length - 10;
  const limits = [7n, 15n, 23n, 31n, 47n, 63n].map((bits) => 2n ** bits);
  assert.deepEqual(limits.map((limit) => size(limit - 1n)), [1, 2, 3, 4, 6, 8]);
  assert.deepEqual(limits.map((limit) => size(-limit)), [1, 2, 3, 4, 6, 8]);
  assert.deepEqual([0n, 1n, 2n, -1n].map(size), [0, 0, 1, 1]);
});

test("Long texts widen the serial types, also of later rows", () => {
  const batch = new CellBatch(["number", "bytes", "number", "bytes"]);
  const rows = [0, 57, 58, 8_185, 8_186, 3, 70_000, 0, 57].map((length, i) => [
    BigInt(i),
    "a".repeat(length),
    i / 7,
    "b".repeat(length),
  ]);
  const { bytes, offsets, columns } = takeRows(batch, rows);
  const read = Array.from(offsets, (at) => cellValues(bytes, at, columns));
  const encoder = new TextEncoder();
  assert.deepEqual(
    read,
    rows.map(([i, a, d, b]) => [
      Number(i),
      encoder.encode(`${a}`),
      d,
      encoder.encode(`${b}`),
    ]),
  );
});

test("A row may have so many columns that its header's size takes two bytes", () => {
  for (const columns of [126, 127, 128, 1_000]) {
    const kinds = Array.from(
      { length: columns },
      (_, i) => i % 3 === 0 ? "bytes" as const : "number" as const,
    );
    const row = kinds.map((kind, i) =>
      kind === "bytes" ? "x".repeat(i) : BigInt(i)
    );
    const cells = takeRows(new CellBatch(kinds), [row, row]);
    const read = cellValues(cells.bytes, cells.offsets[1], columns);
    assert.deepEqual(
      read.map((value) => value instanceof Uint8Array ? value.length : value),
      row.map((_, i) => i),
    );
  }
});

test("CellBatch.rows and length count complete rows only", () => {
  const batch = new CellBatch(["number"]);
  assert.deepEqual([batch.rows, batch.length], [0, 0]);
  addRow(batch, [1n]);
  const { length } = batch;
  batch.begin();
  batch.integer(2);
  assert.deepEqual([batch.rows, batch.length], [1, length]);
});

test("A row that does not end is replaced by the next one", () => {
  const batch = new CellBatch(["bytes", "bytes"]);
  batch.begin();
  batch.text(new Uint8Array(5_000).fill(1), 0, 5_000);
  addRow(batch, ["kept", "too"]);
  batch.begin();
  const cells = batch.take();
  assert.equal(cells.offsets.length, 1);
  assert.deepEqual(firstValues(cells), [new TextEncoder().encode("kept")]);
});

test("CellBatch.take() returns the size of the largest row", () => {
  for (const texts of [["bbb", "a"], ["a", "bbb", "cc"], ["a", "bbb"]]) {
    const batch = new CellBatch(["bytes"]);
    for (const text of texts) addRow(batch, [text]);
    assert.equal(batch.take().largest, 10 + 3);
    addRow(batch, ["a"]);
    assert.equal(batch.take().largest, 10 + 1);
  }
});

test("CellBatch.take() empties the batch, which can be filled again", () => {
  const batch = new CellBatch(["number"]);
  const first = takeRows(batch, [[1n], [2n]]);
  assert.deepEqual([batch.rows, batch.length], [0, 0]);
  const second = takeRows(batch, [[3n]]);
  assert.deepEqual(firstValues(first), [1, 2]);
  assert.deepEqual(firstValues(second), [3]);
});

test("CellBatch.take() returns memory that can be sent to another thread", () => {
  const batch = new CellBatch(["number"]);
  const { bytes, offsets } = takeRows(batch, [[1n]]);
  structuredClone({ bytes, offsets }, {
    transfer: [bytes.buffer, offsets.buffer],
  });
  assert.equal(bytes.length, 0, "it was moved");
  assert.deepEqual(firstValues(takeRows(batch, [[2n]])), [2]);
});

test("A batch grows with its rows", () => {
  const batch = new CellBatch(["number", "bytes"]);
  const numbers = Array.from({ length: 10_000 }, (_, i) => i);
  const cells = takeRows(
    batch,
    numbers.map((i) => [BigInt(i), "x".repeat(i % 300)]),
  );
  assert.deepEqual(firstValues(cells), numbers);
});

test("A batch with memory from a pool contains no old bytes", () => {
  const buffers = new BufferPool(64 * 1024);
  const used = new Uint8Array(64 * 1024).fill(0xff);
  buffers.give(used.buffer);
  const batch = new CellBatch(["number", "bytes"], buffers);
  const rows = Array.from({ length: 3_000 }, (_, i) => [BigInt(i), null]);
  const cells = takeRows(batch, rows);
  assert(cells.bytes.buffer === used.buffer);
  assert.deepEqual(firstValues(cells), rows.map((row) => Number(row[0])));
});

test("putVarint() writes a number in the given number of bytes", () => {
  const written = (value: number, width: number) => {
    const bytes = new Uint8Array(width + 2).fill(0x55);
    putVarint(bytes, 1, value, width);
    return [...bytes];
  };
  assert.deepEqual(written(5, 1), [0x55, 5, 0x55]);
  assert.deepEqual(written(5, 2), [0x55, 0x80, 5, 0x55]);
  assert.deepEqual(written(0x3fff, 2), [0x55, 0xff, 0x7f, 0x55]);
  assert.deepEqual(written(0x4000, 4), [0x55, 0x80, 0x81, 0x80, 0, 0x55]);
});

test("putVarint4() writes every number below 2^28, seven bits per byte", () => {
  const bytes = new Uint8Array(6).fill(0x55);
  fc.assert(fc.property(fc.nat({ max: 2 ** 28 - 1 }), (value) => {
    putVarint4(bytes, 1, value);
    const written = bytes.subarray(1, 5);
    assert.equal(
      written.reduce((sum, byte) => sum << 7 | byte & 0x7f, 0),
      value,
    );
    assert.deepEqual(Array.from(written, (byte) => byte >> 7), [1, 1, 1, 0]);
    assert.deepEqual([bytes[0], bytes[5]], [0x55, 0x55]);
  }));
});
