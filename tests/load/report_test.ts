import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatProgress,
  formatReport,
  type LoadReport,
} from "../../load/report.ts";

const REPORT: LoadReport = {
  content: "binary",
  schema: "lin",
  connections: 1,
  experiments: 1,
  tuples: 1_000_000,
  bytes: 40_000_000,
  seconds: 0.8,
  tuplesPerSecond: 1_250_000,
  checked: false,
  faults: [],
};

test("A load that was not checked does not claim to be correct", () => {
  assert.equal(
    formatReport(REPORT),
    "1,000,000 tuples (binary, lin), 1 connection into 1 experiment: " +
      "0.80 s, 1,250,000 tuples/s",
  );
});

test("Latency and a successful check have their lines", () => {
  const latency = { tuples: 1000, p50: 130, p99: 250, max: 300 };
  assert.deepEqual(
    formatReport({ ...REPORT, checked: true, latency }).split("\n").slice(1),
    [
      "visible after: p50 130 ms, p99 250 ms, max 300 ms (1,000 tuples)",
      "checked: every tuple is stored once, with its values",
    ],
  );
});

test("The first of many faults are shown", () => {
  const faults = Array.from({ length: 1012 }, (_, i) => `fault ${i}`);
  const lines = formatReport({ ...REPORT, checked: true, faults }).split("\n");
  assert.equal(lines.length, 12);
  assert.equal(lines[1], "WRONG fault 0");
  assert.equal(lines[11], "WRONG ... and 1,002 more");
});

test("Progress shows the rate so far", () => {
  assert.equal(
    formatProgress(3_000_000, 2.0),
    "2 s: 3,000,000 tuples sent, 1,500,000/s",
  );
});
