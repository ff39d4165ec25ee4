import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonReport } from "../../../report/format/json_report.ts";
import { measure, reportOn } from "../_support/sample_experiment.ts";

test("The JSON is one line, with the format and everything in the report", async () => {
  const rows = measure({ sender: "a\u0085b", tuples: 20 });
  const report = await reportOn(rows, { senders: ["silent"] });
  const text = jsonReport(report);
  assert.match(text, /^\{"format":1,"experiment":"lab"[^\n\u0085]*\}\n$/);
  const { format, ...rest } = JSON.parse(text);
  assert.equal(format, 1);
  assert.deepEqual(rest, report);
});

test("What is unknown is null, and no name is left out", async () => {
  const rows = [{ sender: "a", seq: 1, client: null, server: null }];
  const json = JSON.parse(
    jsonReport(await reportOn(rows, { startTime: null })),
  );
  assert.deepEqual(json, {
    ...{ format: 1, experiment: "lab", place: "/srv/oml/lab.sq3" },
    ...{ startTime: null, reportTime: json.reportTime, axis: null },
    verdict: {
      state: "complete",
      text: "complete: 1 sender, 1 table, 1 tuple, no gaps",
    },
    totals: {
      ...{ senders: 1, tables: 1, tuples: 1, missing: 0, duplicates: 0 },
      ...{ rejected: 0, converted: 0, first: null, last: null },
    },
    findings: [],
    tables: [{ table: "app_m", tuples: 1, senders: 1 }],
    senders: [{
      ...{ sender: "a", rejects: [], converted: 0, clock: null },
      cells: [{
        ...{ table: "app_m", tuples: 1, firstSeq: 1, lastSeq: 1, starts: 1 },
        ...{ missing: 0, gaps: [], duplicates: 0, repeated: [] },
        ...{ first: null, last: null, rate: null, usualInterval: null },
        ...{ longestSilence: null, rates: [] },
      }],
    }],
  });
});
