import assert from "node:assert/strict";
import { test } from "node:test";
import { compareTuples } from "../../verify/compare_tuples.ts";
import type { Progress, TableReport } from "../../verify/report.ts";
import { comparedTable } from "../../verify/tuple.ts";
import { type MemoryRow, memoryRows } from "./_support/memory_rows.ts";

type Rows = readonly [count: number, row: (i: number) => MemoryRow];

const NONE = { tolerances: [], examples: 3 };

async function compare(
  a: Rows,
  b: Rows,
  progress: Progress = { subject: "", step: "compare", rows: 0 },
  signal?: AbortSignal,
): Promise<TableReport> {
  const table = comparedTable("t", [{ name: "x", type: "int32" }], {
    ...{ serverTime: true, tolerances: [] },
  });
  return await compareTuples(
    table,
    { a: memoryRows(...a), b: memoryRows(...b) },
    { ...NONE, progress, signal },
  );
}

const numbered = (i: number) => ({ seq: i, value: i });

test("compareTuples() finds the same tuples in any order", async () => {
  const report = await compare(
    [5_000, numbered],
    [5_000, (i) => numbered(4_999 - i)],
  );
  assert.equal(report.isSame, true);
  assert.deepEqual(report.tuples, { a: 5_000, b: 5_000 });
  assert.deepEqual(report.differing, { a: 0, b: 0 });
});

test("compareTuples() reads equal tables once", async () => {
  const progress: Progress = { subject: "", step: "compare", rows: 0 };
  await compare([100, numbered], [100, numbered], progress);
  assert.deepEqual(progress, { subject: "", step: "compare", rows: 200 });
});

test("compareTuples() finds tuples that cancel each other in a sum", async () => {
  // The same numbers of tuples and of values.
  const report = await compare(
    [4, (i) => ({ seq: i, value: [1, 2, 1, 2][i] })],
    [4, (i) => ({ seq: i, value: [2, 1, 1, 2][i] })],
  );
  assert.deepEqual(report.differing, { a: 2, b: 2 });
});

test("compareTuples() finds one tuple among very many that differ in nothing", async () => {
  const report = await compare(
    [150_000, numbered],
    [150_000, (i) => i === 77_777 ? { seq: i, value: -1 } : numbered(i)],
  );
  assert.deepEqual(report.differing, { a: 1, b: 1 });
  assert.equal(report.share, 1);
  assert.deepEqual(
    report.examples.map((each) => each.kind === "values" && each.values),
    [[{ column: "x", a: 77_777, b: -1 }]],
  );
});

test("compareTuples() finds one lost tuple among very many of one number", async () => {
  // All have the same key, and are too many to be looked at one by one.
  const same = (i: number) => ({ seq: 0, client: i, value: i });
  const report = await compare([150_000, same], [149_999, same]);
  assert.deepEqual(report.differing, { a: 1, b: 0 });
  assert.equal(report.share, 1);
  const [example] = report.examples;
  assert.equal(example.kind, "only");
});

test("compareTuples() estimates how many of very many tuples differ", async () => {
  const report = await compare(
    [150_000, numbered],
    [150_000, (i) => ({ seq: i, value: i + 1 })],
  );
  const { share, differing, examples, isCut } = report;
  assert.ok(share > 0.5 && share < 0.8, `${share}`);
  assert.ok(Math.abs(differing.a / share - 150_000) < 5_000);
  assert.equal(examples.length, 3);
  assert.ok(examples.every(({ kind }) => kind === "values"));
  assert.equal(isCut, true);
});

test("compareTuples() samples tuples of one number that all differ", async () => {
  const { share, differing, isSame } = await compare(
    [150_000, (i) => ({ seq: 0, client: i, value: i })],
    [150_000, (i) => ({ seq: 0, client: i, value: -i })],
  );
  assert.equal(isSame, false);
  assert.ok(Math.abs(differing.a / share - 150_000) < 5_000);
});

test("compareTuples() counts tuples by sender", async () => {
  const { senders } = await compare(
    [10, (i) => ({ ...numbered(i), sender: 1 + i % 2 })],
    [10, (i) => ({ ...numbered(i), sender: i < 5 ? 1 : 3 })],
  );
  assert.deepEqual(senders, [
    { name: "n2", a: 5, b: 0 },
    { name: "n3", a: 0, b: 5 },
  ]);
});

test("compareTuples() ends with the reason of its signal", async () => {
  const reason = new Error("enough");
  await assert.rejects(
    compare([1, numbered], [1, numbered], undefined, AbortSignal.abort(reason)),
    reason,
  );
});
