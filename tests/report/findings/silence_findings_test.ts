import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../../_support/random.ts";
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

test("A silence of a sender at irregular times is only noted", async () => {
  const random = new Random(4);
  let server = 0;
  const rows = Array.from({ length: 400 }, (_, i) => {
    server += i === 200 ? 3_600 : -20 * Math.log(1 - random.next());
    return { sender, seq: i + 1, client: server, server };
  });
  const report = await reportOn(rows);
  assert.match(
    textsOf(report).join(),
    /^n1 app_m: silent for 1 h from .*; it sends at irregular times$/,
  );
  assert.equal(report.findings[0].severity, "note");
  assert.equal(report.verdict.state, "complete");
});
