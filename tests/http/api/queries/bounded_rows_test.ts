import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rows, RowsQuery } from "../../../../archive/rows.ts";
import { boundedRows } from "../../../../http/api/queries/bounded_rows.ts";

/** Reads a table of `count` rows with texts of `length` characters. */
function tableBed(count: number, length: number) {
  const limits: number[] = [];
  const text = "x".repeat(length);
  const read = ({ limit }: RowsQuery): Promise<Rows> => {
    limits.push(limit);
    const some = Math.min(limit, count);
    const ids = Array.from({ length: some }, (_, i) => i + 1);
    return Promise.resolve({
      ids,
      senders: ids.map(() => "a"),
      seqs: ids,
      client: ids,
      server: ids,
      values: { x: ids.map(() => text) },
      lastId: some,
      more: some < count,
    });
  };
  return { limits, read };
}

test("few rows are read at once, whatever they have", async () => {
  const { limits, read } = tableBed(1_000, 1_000_000);
  const { ids } = await boundedRows({ limit: 3 }, read);
  assert.equal(ids.length, 3);
  assert.deepEqual(limits, [3]);
});

test("a small table is read at once", async () => {
  const { limits, read } = tableBed(50, 10);
  const { ids, more } = await boundedRows({ limit: 10_000 }, read);
  assert.deepEqual([ids.length, more], [50, false]);
  assert.deepEqual(limits, [100]);
});

test("short rows are all read", async () => {
  const { limits, read } = tableBed(5_000, 10);
  const { ids, more } = await boundedRows({ limit: 10_000 }, read);
  assert.deepEqual([ids.length, more], [5_000, false]);
  assert.deepEqual(limits, [100, 10_000]);
});

test("an answer with long rows has fewer of them, and says so", async () => {
  const { read } = tableBed(5_000, 50_000);
  const rows = await boundedRows({ limit: 1_000 }, read);
  assert.ok(rows.ids.length > 300 && rows.ids.length < 340);
  assert.equal(rows.more, true);
  const longer = tableBed(5_000, 500_000);
  const first = await boundedRows({ limit: 1_000 }, longer.read);
  assert.equal(first.ids.length, 100);
  assert.deepEqual(longer.limits, [100]);
});
