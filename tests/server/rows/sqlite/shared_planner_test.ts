import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BufferPool,
  SharedBufferPool,
} from "../../../../shared/buffer_pool.ts";
import { cellValues } from "../../../../server/batches/cell_values.ts";
import type { Cells } from "../../../../server/batches/cells.ts";
import { SharedPlanner } from "../../../../server/rows/sqlite/shared_planner.ts";
import { flushOf, type TableFlush } from "../../_support/flush.ts";

const schema = "1 app_m a:string";
const MOST = 16 * 1024 * 1024;

/** Rows whose only field is their number, and so of several sizes. */
function table(handle: number, count: number): TableFlush {
  const rows = Array.from({ length: count }, (_, i) => [`${i}`]);
  return { handle, schema, rows };
}

function rowsOf({ bytes, offsets, columns }: Cells<ArrayBufferLike>) {
  return Array.from(
    offsets,
    (at) =>
      cellValues(bytes, at, columns).map((value) =>
        value instanceof Uint8Array ? [...value] : value
      ),
  );
}

function makePlanner(): SharedPlanner {
  return new SharedPlanner(new SharedBufferPool(MOST), new BufferPool());
}

test("A flush of small batches is not changed", () => {
  const flush = flushOf(table(0, 63), table(1, 1));
  assert.equal(makePlanner().plan(flush), flush);
});

test("Large batches move into one block of shared memory", () => {
  const flush = flushOf(table(7, 1_001), table(8, 3), table(9, 2_000));
  const expected = flush.rows.map(({ cells }) => rowsOf(cells));
  const { shared, rows, ...rest } = makePlanner().plan(flush);
  assert.ok(shared?.memory instanceof SharedArrayBuffer);
  assert.deepEqual(shared.rows.map(({ handle }) => handle), [7, 9]);
  for (const [i, { cells }] of shared.rows.entries()) {
    assert.equal(cells.bytes.buffer, shared.memory);
    assert.equal(cells.offsets.buffer, shared.memory);
    assert.equal(cells.bytes.byteOffset % 8, 0);
    assert.deepEqual(rowsOf(cells), expected[2 * i]);
  }
  assert.deepEqual(rows, [flush.rows[1]]);
  assert.deepEqual({ ...rest, rows: flush.rows }, flush);
});

test("A batch with a huge row stays outside the shared memory", () => {
  const huge = { handle: 0, schema, rows: [["x".repeat(100_000)], ["y"]] };
  const flush = flushOf(huge);
  assert.equal(makePlanner().plan(flush), flush);
});

test("A plan is restored to its flush", () => {
  const flush = () => flushOf(table(7, 1_000), table(8, 3), table(9, 5_000));
  const planner = makePlanner();
  const plan = planner.plan(flush());
  const restored = planner.restore(plan);
  const [seven, eight, nine] = flush().rows;
  assert.deepEqual(
    restored.rows.map(({ handle, cells }) => [handle, rowsOf(cells)]),
    [seven, nine, eight].map(({ handle, cells }) => [handle, rowsOf(cells)]),
  );
  assert.deepEqual({ ...restored, rows: [] }, { ...flush(), rows: [] });
  // The thread that was given up may still use the shared memory.
  const [{ cells: { bytes, offsets } }] = restored.rows;
  assert.ok(bytes.buffer instanceof ArrayBuffer);
  assert.ok(offsets.buffer instanceof ArrayBuffer);
});

test("The memory of batches is reused for the next ones", () => {
  const cells = new BufferPool(MOST);
  const flush = flushOf(table(0, 2_000));
  const { buffer } = flush.rows[0].cells.bytes;
  new SharedPlanner(new SharedBufferPool(), cells).plan(flush);
  assert.equal(cells.take(buffer.byteLength), buffer);
});

test("The memory of a stored plan is reused until it is dropped", () => {
  const planner = makePlanner();
  const plan = () => planner.plan(flushOf(table(0, 2_000)));
  const first = plan();
  planner.release(first);
  const second = plan();
  assert.equal(second.shared?.memory, first.shared?.memory);
  planner.release(second);
  planner.dropSpare();
  assert.notEqual(plan().shared?.memory, first.shared?.memory);
});
