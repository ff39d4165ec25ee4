import assert from "node:assert/strict";
import { test } from "node:test";
import type { CellValue } from "../../../../server/batches/cell_values.ts";
import { flushRows } from "../../../../server/rows/sqlite/flush_rows.ts";
import { ImagePlanner } from "../../../../server/rows/sqlite/image_planner.ts";
import { PageTemplates } from "../../../../server/rows/sqlite/page_templates.ts";
import type { Flush } from "../../../../server/rows/store.ts";
import { DOUBLES, INTEGERS } from "../../_support/cells.ts";
import { flushOf } from "../../_support/flush.ts";

const planner = new ImagePlanner(new PageTemplates());

const flush = () =>
  flushOf(
    {
      handle: 3,
      schema: "1 app_many i:int64 d:double s:string b:blob",
      rows: Array.from({ length: 500 }, (_, i) => [
        INTEGERS[i % INTEGERS.length],
        i % 7 === 0 ? null : DOUBLES[i % DOUBLES.length],
        "é\t".repeat(i % 50),
        new Uint8Array([0xff, 0xfe, i]),
      ]),
    },
    { handle: 5, schema: "2 app_more a:int32", rows: manyRows(20_000) },
    { handle: 4, schema: "3 app_few a:int32", rows: manyRows(2) },
  );

function manyRows(count: number) {
  return Array.from({ length: count }, (_, i) => [BigInt(i)]);
}

/** Rows by table; numbers as text, whichever sort they came in. */
function rowsOf(flush: Flush): Map<number, unknown[]> {
  const tables = new Map<number, unknown[]>();
  for (const { handle, values } of flushRows(flush)) {
    const rows = tables.get(handle) ?? [];
    rows.push(values.map(plain));
    tables.set(handle, rows);
  }
  return tables;
}

function plain(value: CellValue): unknown {
  if (value instanceof Uint8Array) return [...value];
  return value === null ? null : String(value);
}

test("flushRows() reads every row of every table in order", () => {
  const rows = rowsOf(flush());
  assert.deepEqual([...rows.keys()], [3, 5, 4]);
  assert.equal(rows.get(3)?.length, 500);
  assert.deepEqual(rows.get(4), [
    ["1", "0", "0", "0", "0"],
    ["1", "1", "0.5", "1", "1"],
  ]);
});

test("flushRows() reads the same out of an image", () => {
  const prepared = planner.prepare(flush());
  assert.equal(prepared.image?.parts.length, 2);
  assert.equal(prepared.rows.length, 1);
  assert.deepEqual(rowsOf(prepared), rowsOf(flush()));
});
