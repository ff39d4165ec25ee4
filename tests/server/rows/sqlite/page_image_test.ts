import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SharedBufferPool } from "../../../../shared/buffer_pool.ts";
import { CellBatch } from "../../../../server/batches/cell_batch.ts";
import {
  buildImage,
  MAX_CELL,
  PAGE,
} from "../../../../server/rows/sqlite/page_image.ts";
import { PageTemplates } from "../../../../server/rows/sqlite/page_templates.ts";
import { arbitraryRows } from "../../_support/arbitrary_rows.ts";
import {
  addRow,
  type Cell,
  DOUBLES,
  INTEGERS,
  kindOf,
  takeRows,
} from "../../_support/cells.ts";
import { throughImage, throughInserts } from "../../_support/image.ts";

/** Bytes of a cell besides a single long text: size, row id, header. */
const AROUND_TEXT = 4 + 4 + 1 + 4;

/** Asserts that SQLite reads the rows that an image was built from. */
function expectRows(...batches: (readonly (readonly Cell[])[])[]): void {
  const cells = batches.map((rows) =>
    takeRows(new CellBatch(rows[0].map(kindOf)), rows)
  );
  const read = throughImage(cells);
  assert.equal(read.integrity, "ok");
  assert.deepEqual(read.batches, batches);
}

test("An image holds a single row", () => {
  expectRows([[42n]]);
});

test("An image holds integers of every width", () => {
  expectRows(INTEGERS.map((value) => [value]));
});

test("An image holds doubles as REAL, -0 and the infinities too", () => {
  expectRows(DOUBLES.map((value) => [value]));
});

test("NaN is NULL", () => {
  const cells = takeRows(new CellBatch(["number"]), [[NaN], [1]]);
  assert.deepEqual(throughImage([cells]).batches, [[[null], [1]]]);
});

test("An image holds NULL in any column", () => {
  const cells = takeRows(new CellBatch(["number", "bytes"]), [
    [null, null],
    [1n, null],
    [null, "a"],
  ]);
  const { integrity, batches } = throughImage([cells]);
  assert.equal(integrity, "ok");
  assert.deepEqual(batches, [[[null, null], [1n, null], [null, "a"]]]);
});

test("An image holds texts and blobs of any length that fits in a page", () => {
  for (
    const length of [0, 1, 31, 32, 57, 58, 127, 128, 16_383, 16_384, 65_000]
  ) {
    expectRows([["x".repeat(length), new Uint8Array(Math.min(length, 300))]]);
  }
});

test("A row of the maximum size fits in a page, a larger one does not", () => {
  const text = (length: number) =>
    takeRows(new CellBatch(["bytes"]), [["x".repeat(length)]]);
  assert.equal(text(8_186).bytes.length, AROUND_TEXT + 8_186);
  const template = new PageTemplates().page(1);
  assert.throws(
    () => buildImage(template, [text(MAX_CELL - AROUND_TEXT + 1)]),
    /^RangeError: A row of 65494 bytes does not fit a page$/,
  );
  const largest = "x".repeat(MAX_CELL - AROUND_TEXT);
  expectRows([["a"], [largest], ["b"], [largest], [largest]]);
});

test("Rows may fill a page to its last byte", () => {
  const header = 8;
  const pointer = 2;
  for (const short of [-2, -1, 0, 1, 2]) {
    const length = (PAGE - header) / 2 - pointer - AROUND_TEXT;
    expectRows([["x".repeat(length)], ["y".repeat(length + short)], ["z"]]);
  }
});

test("An image holds rows of many pages in order", () => {
  const row = (i: number) => [BigInt(i), `row ${i} `.repeat(i % 50)];
  expectRows(Array.from({ length: 20_000 }, (_, i) => row(i)));
});

test("An image holds several batches, each with its own columns", () => {
  expectRows(
    Array.from({ length: 5_000 }, (_, i) => [BigInt(i), i / 4]),
    [["one row"]],
    Array.from({ length: 3 }, (_, i) => [BigInt(i), "x".repeat(60_000), null]),
    Array.from({ length: 100 }, (_, i) => [`${i}`]),
  );
});

test("An image holds rows of 1,004 columns", () => {
  for (const cell of [7n, 0.5, "text"]) {
    const row = new Array<Cell>(1_004).fill(cell);
    expectRows(Array.from({ length: 20 }, () => row));
  }
});

test("An image is correct in reused memory that is too large", () => {
  const buffers = new SharedBufferPool(16 * PAGE);
  const used = new Uint8Array(new SharedArrayBuffer(16 * PAGE)).fill(0xff);
  buffers.give(used.buffer);
  const text = "x".repeat(100);
  const rows = Array.from({ length: 5_000 }, (_, i) => [BigInt(i), text]);
  const cells = takeRows(new CellBatch(["number", "bytes"]), rows);
  const { integrity, batches } = throughImage([cells], buffers);
  assert.equal(integrity, "ok");
  assert.deepEqual(batches, [rows]);
  assert(buffers.take(16 * PAGE) !== used.buffer, "it was used");
});

test("buildImage() returns the row ids of each batch", () => {
  const one = takeRows(new CellBatch(["number"]), [[1n], [2n], [3n]]);
  const two = takeRows(new CellBatch(["number"]), [[4n]]);
  const { ranges } = buildImage(new PageTemplates().page(1), [one, two]);
  assert.deepEqual(ranges, [{ first: 1, last: 3 }, { first: 4, last: 4 }]);
});

test("Building an image again gives the same one", () => {
  const batch = new CellBatch(["number", "bytes"]);
  for (let i = 0; i < 5_000; i++) addRow(batch, [BigInt(i), "some text"]);
  const cells = batch.take();
  const template = new PageTemplates().page(2);
  const once = buildImage(template, [cells]);
  assert.deepEqual(buildImage(template, [cells]), once);
});

test("SQLite reads the same rows from an image as after plain inserts", () => {
  const tables = fc.array(arbitraryRows(20), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(tables, (all) => {
      const cells = all.map(({ kinds, rows }) =>
        takeRows(new CellBatch(kinds), rows)
      );
      const { integrity, batches } = throughImage(cells);
      assert.equal(integrity, "ok");
      all.forEach(({ kinds, rows }, i) =>
        assert.deepEqual(batches[i], throughInserts(rows, kinds))
      );
    }),
    { numRuns: 60 },
  );
});
