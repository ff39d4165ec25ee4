import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BufferPool } from "../../../ports/buffer_pool.ts";
import {
  CellBatch,
  type Cells,
  getVarint4,
  putVarint4,
} from "../../../server/batches/cell_batch.ts";
import { cellValues } from "../../../server/rows/sqlite/cell_values.ts";
import { addRow, takeRows } from "../_support/cells.ts";

/** The first value of every row. */
function firstValues({ bytes, offsets, columns }: Cells): unknown[] {
  return Array.from(offsets, (at) => cellValues(bytes, at, columns)[0]);
}

test("A cell is a record of SQLite behind its size and room for a row id", () => {
  const batch = new CellBatch(["number", "bytes", "number"]);
  addRow(batch, [7n, "ab", null]);
  assert.deepEqual([...batch.take().bytes], [
    ...[0x80, 0x80, 0x80, 14], // payload: 8 bytes of header, 6 of values
    ...[0, 0, 0, 0], // the row id is set later
    ...[0x80, 8], // size of the header
    ...[4, 0x80, 0x80, 0x80, 17, 0], // int32, text of 2 bytes, NULL
    ...[0, 0, 0, 7, 0x61, 0x62],
  ]);
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

test("CellBatch.take() tells how large the largest row is", () => {
  for (const texts of [["bbb", "a"], ["a", "bbb", "cc"], ["a", "bbb"]]) {
    const batch = new CellBatch(["bytes"]);
    for (const text of texts) addRow(batch, [text]);
    assert.equal(batch.take().largest, 14 + 3);
    addRow(batch, ["a"]);
    assert.equal(batch.take().largest, 14 + 1);
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

test("CellBatch.take() gives memory that can be sent to another thread", () => {
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

test("A batch whose memory comes from a pool holds no old bytes", () => {
  const buffers = new BufferPool(64 * 1024);
  const used = new Uint8Array(64 * 1024).fill(0xff);
  buffers.give(used.buffer);
  const batch = new CellBatch(["number", "bytes"], buffers);
  const rows = Array.from({ length: 3_000 }, (_, i) => [BigInt(i), null]);
  const cells = takeRows(batch, rows);
  assert(cells.bytes.buffer === used.buffer);
  assert.deepEqual(firstValues(cells), rows.map((row) => Number(row[0])));
});

test("putVarint4() and getVarint4() agree on every number below 2^28", () => {
  const bytes = new Uint8Array(6).fill(0x55);
  fc.assert(fc.property(fc.nat({ max: 2 ** 28 - 1 }), (value) => {
    putVarint4(bytes, 1, value);
    assert.equal(getVarint4(bytes, 1), value);
    assert.deepEqual([bytes[0], bytes[5]], [0x55, 0x55]);
  }));
});
