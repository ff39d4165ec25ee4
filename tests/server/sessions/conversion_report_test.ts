import assert from "node:assert/strict";
import { test } from "node:test";
import { ConversionReport } from "../../../server/sessions/conversion_report.ts";
import { MemoryLog } from "../../_support/memory_log.ts";

const VALUE = { kind: "fraction cut", field: "phase", stream: 1 } as const;

test("The first converted values are logged with their texts, then their number", () => {
  const log = new MemoryLog();
  const report = new ConversionReport(log, () => "d:s:a");
  const bytes = new TextEncoder().encode("\t3.7\x1b\t");
  for (let i = 0; i < 1_000; i++) report.add(VALUE, bytes, 1, 5);
  report.end();
  assert.equal(log.lines.length, 6);
  assert.equal(
    log.lines[0],
    "warn: d:s:a: stored, fraction cut in field phase (stream 1): 3.7\\x1b",
  );
  assert.equal(
    log.lines[5],
    "warn: d:s:a: 1000 values differ from what was sent; see _oml_conversions",
  );
});

test("Nothing is logged for a client without converted values", () => {
  const log = new MemoryLog();
  new ConversionReport(log, () => "d:s:a").end();
  assert.deepEqual(log.lines, []);
});
