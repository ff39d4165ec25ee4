import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BufferPool,
  SharedBufferPool,
} from "../../../../shared/buffer_pool.ts";
import {
  type CellValue,
  cellValues,
} from "../../../../server/batches/cell_values.ts";
import type { Cells } from "../../../../server/batches/cells.ts";
import { ImagePlanner } from "../../../../server/rows/sqlite/image_planner.ts";
import { PAGE } from "../../../../server/rows/sqlite/page_image.ts";
import { PageTemplates } from "../../../../server/rows/sqlite/page_templates.ts";
import type { Cell } from "../../_support/cells.ts";
import { flushOf, type TableFlush } from "../../_support/flush.ts";

const schema = "1 app_m a:string";

function table(handle: number, count: number, cell: Cell = "x"): TableFlush {
  return { handle, schema, rows: Array.from({ length: count }, () => [cell]) };
}

function rowsOf({ bytes, offsets, columns }: Cells): CellValue[][] {
  return Array.from(offsets, (at) => cellValues(bytes, at, columns));
}

function makePlanner(
  images?: SharedBufferPool,
  cells?: BufferPool,
): ImagePlanner {
  return new ImagePlanner(new PageTemplates(), images, cells);
}

test("A flush of few rows is not changed", () => {
  const flush = flushOf(table(0, 63), table(1, 1));
  assert.equal(makePlanner().plan(flush), flush);
});

test("Large batches move into one image, which lists the rows of each table", () => {
  const flush = flushOf(table(7, 100), table(8, 3), table(9, 200));
  const { image, rows, ...rest } = makePlanner().plan(flush);
  assert.deepEqual(image?.parts, [
    { handle: 7, columns: 5, first: 1, last: 100 },
    { handle: 9, columns: 5, first: 101, last: 300 },
  ]);
  assert.deepEqual(rows.map(({ handle }) => handle), [8]);
  const { tables, rejects, rejectCounts, conversions, progress } = flush;
  assert.deepEqual(rest, {
    tables,
    rejects,
    rejectCounts,
    conversions,
    progress,
  });
});

test("Rows that do not fit in a page stay outside the image", () => {
  const flush = flushOf(table(0, 100, "x".repeat(PAGE)));
  assert.equal(makePlanner().plan(flush).image, undefined);
});

test("A plan is restored to its flush", () => {
  const flush = () => flushOf(table(7, 100), table(8, 3), table(9, 5_000));
  const planner = makePlanner();
  const restored = planner.restore(planner.plan(flush()));
  const handles = restored.rows.map(({ handle }) => handle);
  assert.deepEqual(handles, [7, 9, 8]);
  const expected = new Map(
    flush().rows.map(({ handle, cells }) => [
      handle,
      rowsOf(cells),
    ]),
  );
  for (const { handle, cells } of restored.rows) {
    assert.deepEqual(rowsOf(cells), expected.get(handle));
  }
  assert.deepEqual({ ...restored, rows: [] }, { ...flush(), rows: [] });
});

test("The memory of batches is reused for the next ones", () => {
  const cells = new BufferPool(16 * 1024 * 1024);
  const flush = flushOf(table(0, 100, "x".repeat(10_000)));
  const { buffer } = flush.rows[0].cells.bytes;
  makePlanner(undefined, cells).plan(flush);
  assert(cells.take(buffer.byteLength) === buffer);
});

test("The memory of a written image is reused for the next one", () => {
  const planner = makePlanner(new SharedBufferPool(16 * 1024 * 1024));
  const first = planner.plan(flushOf(table(0, 64, "x".repeat(10_000))));
  planner.release(first);
  const { image } = planner.plan(flushOf(table(0, 80, "y".repeat(8_000))));
  assert(image !== undefined);
  assert(image.bytes.buffer === first.image?.bytes.buffer);
  assert.equal(image.bytes.length, 12 * PAGE);
});

test("Memory that a planner has dropped is not reused", () => {
  const planner = makePlanner(new SharedBufferPool(1e6));
  const first = planner.plan(flushOf(table(0, 100)));
  planner.release(first);
  planner.dropSpare();
  const second = planner.plan(flushOf(table(0, 100)));
  assert(second.image?.bytes.buffer !== first.image?.bytes.buffer);
});
