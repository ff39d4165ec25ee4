import assert from "node:assert/strict";
import { test } from "node:test";
import { measure, reportOn, textsOf } from "../_support/sample_experiment.ts";

test("Rejected samples are missing, with reasons and times", async () => {
  const rejects = [3, 5, 8].map((time) => ({
    ...{ sender: "n1", time, reason: "too few fields" },
  }));
  const unkept = [{ sender: "n1", reason: "no number", count: 9 }];
  const rows = measure({ sender: "n1" });
  const report = await reportOn(rows, { rejects, unkept });
  assert.deepEqual(textsOf(report), [
    "n1: 12 samples rejected: 3 × too few fields; 9 × no number",
  ]);
  const [{ severity, count, from, to }] = report.findings;
  assert.deepEqual([severity, count, from, to], ["missing", 12, 3, 8]);
  assert.deepEqual(report.senders[0].rejects, [
    { reason: "too few fields", count: 3, first: 3, last: 8 },
    { reason: "no number", count: 9, first: null, last: null },
  ]);
});

test("Converted values are noted", async () => {
  const conversions = [{ sender: "n1", count: 1 }];
  const report = await reportOn(measure({ sender: "n1" }), { conversions });
  assert.deepEqual(textsOf(report), [
    "n1: 1 value differs from the text that was sent",
  ]);
  assert.equal(report.verdict.state, "complete");
});

test("Rejected samples of an unknown sender are reported as well", async () => {
  const unkept = [{ sender: "#7", reason: "no number", count: 2 }];
  const report = await reportOn(measure({ sender: "n1" }), { unkept });
  assert.deepEqual(textsOf(report, "rejected"), [
    "#7: 2 samples rejected: 2 × no number",
  ]);
});
