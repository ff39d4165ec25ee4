import assert from "node:assert/strict";
import { test } from "node:test";
import type { RejectedSample } from "../../../server/batches/row_sink.ts";
import { RejectLog } from "../../../server/experiments/reject_log.ts";

const EMPTY = { isNew: true, rejectRows: 0, rejectBytes: 0 };

function sample(changes: Partial<RejectedSample> = {}): RejectedSample {
  return {
    senderId: 1,
    stream: 2,
    reason: "not a tuple",
    raw: new Uint8Array([1, 2, 3]),
    arrival: 0.5,
    ...changes,
  };
}

test("A log is empty until a sample is added, and again after take()", () => {
  const log = new RejectLog(EMPTY, true);
  assert.equal(log.empty, true);
  log.add(sample());
  assert.equal(log.empty, false);
  assert.equal(log.waitingBytes, 3);
  log.take();
  assert.equal(log.empty, true);
  assert.equal(log.waitingBytes, 0);
  assert.deepEqual(log.take(), { rejects: [], rejectCounts: [] });
});

test("The bytes of a sample are copied", () => {
  const log = new RejectLog(EMPTY, true);
  const raw = new Uint8Array([1, 2, 3]);
  log.add(sample({ raw }));
  raw.fill(0);
  const [kept] = log.take().rejects;
  assert.deepEqual(kept, {
    ...sample(),
    raw: new Uint8Array([1, 2, 3]),
    length: 3,
    resume: undefined,
  });
});

test("The first 4 KiB of a long sample are kept, with its length", () => {
  const log = new RejectLog(EMPTY, true);
  log.add(sample({ raw: new Uint8Array(5_000) }));
  const [kept] = log.take().rejects;
  assert.deepEqual([kept.raw.length, kept.length], [4_096, 5_000]);
});

test("Samples are counted by sender, stream and reason", () => {
  const log = new RejectLog(EMPTY, true);
  const others = [
    { senderId: 2 },
    { stream: undefined },
    { reason: "too few fields" },
  ];
  for (const changes of [{}, ...others, {}, others[1]]) {
    log.add(sample(changes));
  }
  const counts = log.take().rejectCounts.map(({ count }) => count);
  assert.deepEqual(counts, [2, 1, 2, 1]);
});

test("After 10,000 samples further ones are only counted", () => {
  const log = new RejectLog({ ...EMPTY, rejectRows: 9_999 }, true);
  for (let i = 0; i < 3; i++) log.add(sample());
  const { rejects, rejectCounts } = log.take();
  assert.equal(rejects.length, 1);
  assert.equal(rejectCounts[0].count, 3);
});

test("After 64 MiB further samples are only counted", () => {
  const most = 64 * 1024 * 1024;
  const log = new RejectLog({ ...EMPTY, rejectBytes: most - 1 }, true);
  for (let i = 0; i < 3; i++) log.add(sample());
  const { rejects, rejectCounts } = log.take();
  assert.equal(rejects.length, 1);
  assert.equal(rejectCounts[0].count, 3);
});

test("A log that keeps nothing still counts", () => {
  const log = new RejectLog(EMPTY, false);
  log.add(sample());
  assert.equal(log.empty, false);
  const { rejects, rejectCounts } = log.take();
  assert.equal(rejects.length, 0);
  assert.equal(rejectCounts[0].count, 1);
});
