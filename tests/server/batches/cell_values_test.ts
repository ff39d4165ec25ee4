import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CellBatch } from "../../../server/batches/cell_batch.ts";
import {
  CellReader,
  type CellValue,
  cellValues,
} from "../../../server/batches/cell_values.ts";
import { arbitraryRows } from "../_support/arbitrary_rows.ts";
import {
  type Cell,
  DOUBLES,
  INTEGERS,
  kindOf,
  takeRows,
} from "../_support/cells.ts";

const encoder = new TextEncoder();

/** The values read back from a cell. */
function expected(cell: Cell): CellValue {
  if (typeof cell === "string") return encoder.encode(cell);
  if (typeof cell === "bigint") {
    return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
  }
  return Number.isNaN(cell) ? null : cell;
}

function readBack(rows: readonly (readonly Cell[])[]): CellValue[][] {
  const { bytes, offsets, columns } = takeRows(
    new CellBatch(rows[0].map(kindOf)),
    rows,
  );
  return Array.from(offsets, (at) => cellValues(bytes, at, columns));
}

test("cellValues() reads a row of every kind", () => {
  const row = [null, 1n, 2n ** 53n, 0.5, "text", new Uint8Array([1, 2])];
  assert.deepEqual(readBack([row]), [row.map(expected)]);
});

test("cellValues() returns integers as numbers if those are exact", () => {
  const values = readBack(INTEGERS.map((value) => [value]));
  assert.deepEqual(values, INTEGERS.map((value) => [expected(value)]));
});

test("cellValues() reads doubles bit by bit", () => {
  const values = readBack(DOUBLES.map((value) => [value]));
  assert.deepEqual(values, DOUBLES.map((value) => [value]));
});

test("cellValues() reads cells that start in the middle of a buffer", () => {
  const { bytes, offsets } = takeRows(new CellBatch(["number"]), [[7n]]);
  const around = new Uint8Array(bytes.length + 3).fill(0xff);
  around.set(bytes, 3);
  assert.deepEqual(cellValues(around.subarray(3), offsets[0], 1), [7]);
});

test("cellValues() reads any row back as it was written", () => {
  fc.assert(fc.property(arbitraryRows(12), ({ kinds, rows }) => {
    const { bytes, offsets, columns } = takeRows(new CellBatch(kinds), rows);
    const read = Array.from(offsets, (at) => cellValues(bytes, at, columns));
    assert.deepEqual(read, rows.map((row) => row.map(expected)));
  }));
});

test("A CellReader puts rows one after the other into an array", () => {
  const rows = [[1n, "text", null], [2n, "täxt", 0.5]];
  const kinds = rows[1].map(kindOf);
  const { bytes, offsets } = takeRows(new CellBatch(kinds), rows);
  const reader = new CellReader(bytes, 3);
  const values: CellValue[] = [7];
  let end = 1;
  for (const at of offsets) end = reader.read(at, values, end);
  assert.equal(end, 7);
  assert.deepEqual(values, [7, ...rows.flat().map(expected)]);
});
