import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CellValue,
  cellValues,
} from "../../../../server/batches/cell_values.ts";
import type { Cells } from "../../../../server/batches/cells.ts";
import { imageCells } from "../../../../server/rows/sqlite/image_cells.ts";
import {
  buildImage,
  MAX_CELL,
} from "../../../../server/rows/sqlite/page_image.ts";
import { PageTemplates } from "../../../../server/rows/sqlite/page_templates.ts";
import { type Cell, DOUBLES, INTEGERS } from "../../_support/cells.ts";
import { flushOf } from "../../_support/flush.ts";

const template = new PageTemplates().page(8);

/** Batches of rows with very different values and sizes. */
function batches(): Cells[] {
  const mixed = Array.from({ length: 500 }, (_, i): Cell[] => [
    INTEGERS[i % INTEGERS.length],
    i % 7 === 0 ? null : DOUBLES[i % DOUBLES.length],
    "é\t".repeat(i % 50),
    new Uint8Array([0xff, 0xfe, i]),
  ]);
  const many = Array.from({ length: 20_000 }, (_, i) => [BigInt(i)]);
  const large = Array.from({ length: 3 }, () => ["x".repeat(MAX_CELL - 100)]);
  return flushOf(
    {
      handle: 0,
      schema: "1 m i:int64 d:double s:string b:blob",
      rows: mixed,
    },
    { handle: 1, schema: "2 n a:int32", rows: many },
    { handle: 2, schema: "3 o s:string", rows: large },
    { handle: 3, schema: "4 p a:int32", rows: [[7n]] },
  ).rows.map(({ cells }) => cells);
}

function valuesOf({ bytes, offsets, columns }: Cells): CellValue[][] {
  return Array.from(offsets, (at) => cellValues(bytes, at, columns));
}

test("Every batch of an image is read back unchanged", () => {
  const before = batches();
  const { bytes, ranges } = buildImage(template, before);
  for (const [i, { columns, largest, offsets }] of before.entries()) {
    const after = imageCells(bytes, ranges[i], columns);
    assert.deepEqual(valuesOf(after), valuesOf(before[i]));
    assert.deepEqual(after.offsets, offsets);
    assert.equal(after.largest, largest);
    assert.equal(after.bytes.length, before[i].bytes.length);
  }
});

test("A batch alone in one leaf is read back, too", () => {
  const [, , , before] = batches();
  const { bytes, ranges } = buildImage(template, [before]);
  const after = imageCells(bytes, ranges[0], before.columns);
  assert.deepEqual(valuesOf(after), valuesOf(before));
});

test("Any row can be read back alone", () => {
  const before = batches();
  const { bytes, ranges } = buildImage(template, before);
  const expected = valuesOf(before[1]);
  const { columns } = before[1];
  for (const row of [0, 1, 9_999, 19_998, 19_999]) {
    const id = ranges[1].first + row;
    const one = imageCells(bytes, { first: id, last: id }, columns);
    assert.deepEqual(valuesOf(one), [expected[row]]);
  }
});

test("Rows read back build the same image again", () => {
  const before = batches();
  const first = buildImage(template, before);
  const restored = first.ranges.map((range, i) =>
    imageCells(first.bytes, range, before[i].columns)
  );
  const second = buildImage(template, restored);
  assert.deepEqual(second.ranges, first.ranges);
  // Gaps between pointers and cells contain old memory.
  const values = second.ranges.map((range, i) =>
    valuesOf(imageCells(second.bytes, range, before[i].columns))
  );
  assert.deepEqual(values, before.map(valuesOf));
});
