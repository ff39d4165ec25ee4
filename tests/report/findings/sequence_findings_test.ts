import assert from "node:assert/strict";
import { test } from "node:test";
import { measure, reportOn, textsOf } from "../_support/sample_experiment.ts";

const sender = "n1";
const all = measure({ sender });

test("Gaps have their numbers and times", async () => {
  const report = await reportOn(
    all.filter(({ seq }) => (seq < 100 || seq > 119) && seq !== 300),
  );
  assert.deepEqual(textsOf(report, "gap"), [
    "n1 app_m: 21 tuples missing: 100–119 between 10:01:38 UTC and " +
    "10:01:59 UTC, 300 between 10:04:58 UTC and 10:05:00 UTC",
  ]);
  const [{ count, from, to }] = report.findings;
  assert.deepEqual([count, from, to], [21, 98, 300]);
});

test("Of many gaps the three largest are named", async () => {
  const report = await reportOn(
    all.filter(({ seq }) => seq % 10 !== 5 && ![26, 46, 47].includes(seq)),
  );
  assert.deepEqual(textsOf(report, "gap"), [
    "n1 app_m: 63 tuples missing: 5 between 10:00:03 UTC and 10:00:05 UTC, " +
    "25–26 between 10:00:23 UTC and 10:00:26 UTC, 45–47 between 10:00:43 UTC " +
    "and 10:00:47 UTC, 57 elsewhere",
  ]);
});

test("A gap among tuples of one moment has one time", async () => {
  const rows = measure({ sender, tuples: 50, interval: 0.01 });
  const report = await reportOn(rows.filter(({ seq }) => seq !== 7));
  assert.deepEqual(textsOf(report), [
    "n1 app_m: 1 tuple missing: 7 at 10:00:00 UTC",
  ]);
});

test("Clients count from 0 or 1: tuples before a greater number are missing", async () => {
  const zero = all.map((row) => ({ ...row, seq: row.seq - 1 }));
  assert.deepEqual(textsOf(await reportOn(zero)), []);
  const report = await reportOn(all.slice(50));
  assert.deepEqual(textsOf(report), [
    "n1 app_m: the first number is 51: 50 tuples before it are not stored",
  ]);
  assert.equal(report.totals.missing, 50);
});

test("A repeated piece has its numbers and its time", async () => {
  const piece = all.slice(200, 300).map((row) => ({ ...row, server: 310 }));
  const rows = [...all.slice(0, 310), ...piece, ...all.slice(310)];
  const report = await reportOn(rows);
  assert.deepEqual(textsOf(report), [
    "n1 app_m: 100 tuples stored twice: 201–300 at 10:05:10 UTC",
  ]);
  assert.equal(report.verdict.state, "flawed");
});

test("A client that is started again is noted, and has no gap", async () => {
  const again = measure({ sender, from: 600, tuples: 500 });
  const report = await reportOn([...all, ...again]);
  assert.deepEqual(textsOf(report), [
    "n1 app_m: the client began to count 2 times",
  ]);
  assert.equal(report.verdict.state, "complete");
});

test("A client that does not count is noted", async () => {
  const report = await reportOn(all.map((row) => ({ ...row, seq: 0 })));
  assert.deepEqual(textsOf(report), [
    "n1 app_m: the client does not number its tuples: gaps can't be seen",
  ]);
});
