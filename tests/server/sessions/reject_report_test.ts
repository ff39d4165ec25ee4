import assert from "node:assert/strict";
import { test } from "node:test";
import { FirstFew } from "../../../server/sessions/first_few.ts";
import { RejectReport } from "../../../server/sessions/reject_report.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { bytes } from "../../_support/packet.ts";

const sample = {
  reason: "too few fields",
  stream: 1,
  raw: bytes("0.5\t1\x1b"),
};

/** A report of `count` samples. */
function refuse(times: number, now?: () => number) {
  const log = new MemoryLog();
  const report = new RejectReport(log, () => "d:s:a", new FirstFew(now));
  for (let i = 0; i < times; i++) report.add(sample);
  return { report, log };
}

test("The first rejected samples are shown with reason and escaped bytes", () => {
  const { log } = refuse(1);
  assert.deepEqual(log.lines, [
    "warn: d:s:a: rejected, too few fields (stream 1): 0.5\\x091\\x1b",
  ]);
});

test("After the first five they are only counted", () => {
  const { log, report } = refuse(1_000_000);
  assert.equal(log.lines.length, 5);
  report.end(500);
  assert.equal(
    log.lines[5],
    "warn: d:s:a: rejected 1000000 samples of 1000500; see _oml_rejected",
  );
});

test("Further rejected samples are counted every ten seconds", () => {
  let now = 1_000;
  const { log, report } = refuse(100, () => now);
  now += 12_000;
  // In a burst the clock is read for one sample in 64.
  for (let i = 0; i < 64; i++) report.add(sample);
  assert.equal(log.lines.length, 6);
  assert.match(log.lines[5], /rejected 1[0-5]\d more samples in 12 s$/);
});

test("Nothing is logged for a client without rejected samples", () => {
  const { log, report } = refuse(0);
  report.end(10);
  assert.deepEqual(log.lines, []);
});
