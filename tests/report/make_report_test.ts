import assert from "node:assert/strict";
import { test } from "node:test";
import { makeReport } from "../../report/make_report.ts";
import {
  arrive,
  measure,
  reportOn,
  sampleExperiment,
  START,
} from "./_support/sample_experiment.ts";

test("A report has the facts of every sender in every table", async () => {
  const report = await reportOn(arrive(
    measure({ sender: "n1", tuples: 101, interval: 0.1 }),
    measure({ sender: "n2", table: "app_x", tuples: 5, from: 2 }),
  ));
  assert.deepEqual(report.tables, [
    { table: "app_m", tuples: 101, senders: 1 },
    { table: "app_x", tuples: 5, senders: 1 },
  ]);
  assert.deepEqual(report.totals, {
    ...{ senders: 2, tables: 2, tuples: 106, missing: 0, duplicates: 0 },
    ...{ rejected: 0, converted: 0, first: 0, last: 10 },
  });
  const [n1] = report.senders;
  const [{ rates, rate, usualInterval, longestSilence, ...cell }] = n1.cells;
  assert.deepEqual(cell, {
    ...{ table: "app_m", tuples: 101, firstSeq: 1, lastSeq: 101, starts: 1 },
    ...{ missing: 0, gaps: [], duplicates: 0, repeated: [] },
    ...{ first: 0, last: 10 },
  });
  assert.equal(rate, 10);
  assert.ok(Math.abs((usualInterval ?? 0) - 0.1) < 1e-9);
  assert.ok(Math.abs((longestSilence?.seconds ?? 0) - 0.1) < 1e-9);
  assert.equal(rates.length, report.axis?.slots);
  assert.equal(rates.reduce((a, b) => a + b), 101);
  assert.deepEqual(report.axis, { from: 0, slotSeconds: 0.125, slots: 81 });
  assert.deepEqual(
    [report.startTime, report.reportTime],
    [START, START + 86_400],
  );
});

test("Progress is the number of rows that were read", async () => {
  const seen: number[] = [];
  const experiment = sampleExperiment(measure({ sender: "a", tuples: 2_500 }));
  await makeReport(experiment, {
    time: START,
    progress: (rows) => seen.push(rows),
  });
  assert.deepEqual(seen, [1_000, 2_000, 2_500]);
});

test("Rows without a known sender are reported under their number", async () => {
  const experiment = sampleExperiment(measure({ sender: "a" }));
  const { description } = experiment;
  const report = await makeReport(
    { ...experiment, description: { ...description, senders: [] } },
    { time: START },
  );
  assert.deepEqual(report.senders.map(({ sender }) => sender), ["#1"]);
});

test("A signal ends the reading with its reason", async () => {
  const stop = new AbortController();
  const experiment = sampleExperiment(measure({ sender: "a", tuples: 2_500 }));
  const seen: number[] = [];
  await assert.rejects(
    makeReport(experiment, {
      ...{ time: START, signal: stop.signal },
      progress: (rows) => {
        seen.push(rows);
        stop.abort(new Error("ended by SIGINT"));
      },
    }),
    /ended by SIGINT/,
  );
  assert.deepEqual(seen, [1_000]);
});
