import assert from "node:assert/strict";
import { test } from "node:test";
import { measure, reportOn, textsOf } from "../_support/sample_experiment.ts";

const sender = "n1";

test("A silence is missing data, though no number is", async () => {
  const before = measure({ sender, tuples: 100 });
  const after = measure({ sender, tuples: 100, from: 400 })
    .map((row) => ({ ...row, seq: row.seq + 100 }));
  const report = await reportOn([...before, ...after]);
  assert.deepEqual(textsOf(report), [
    "n1 app_m: silent for 5 min 1 s from 10:01:39 UTC; usual are 1 s",
  ]);
  assert.equal(report.verdict.state, "incomplete");
});

test("Several silences are one finding with the longest", async () => {
  const rows = measure({ sender }).map((row) => {
    const server = row.seq + (row.seq > 100 ? 30 : 0) +
      (row.seq > 300 ? 60 : 0);
    return { ...row, client: server, server };
  });
  const report = await reportOn(rows);
  assert.deepEqual(textsOf(report), [
    "n1 app_m: silent for 1 min 1 s from 10:05:30 UTC; usual are 1 s, and once " +
    "more",
  ]);
  assert.equal(report.findings[0].count, 2);
});

test("What was measured during a silence arrived late, and is not missing", async () => {
  const rows = measure({ sender }).map((row) => ({
    ...row,
    client: row.server,
    // The connection was broken for four minutes.
    server: row.seq > 100 && row.seq < 340 ? 340 + row.seq / 1000 : row.seq,
  }));
  const report = await reportOn(rows);
  assert.deepEqual(textsOf(report), [
    "n1 app_m: nothing was received for 4 min from 10:01:40 UTC, but measured " +
    "meanwhile: it arrived late",
  ]);
  assert.equal(report.verdict.state, "complete");
});
