import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatBytes,
  formatProgress,
} from "../../../proxy/upstream/replay_progress.ts";

const MIB = 1024 * 1024;

test("formatProgress() shows a bar, bytes, tuples, rate and time left", () => {
  assert.equal(
    formatProgress({
      sent: 512 * MIB,
      total: 2048 * MIB,
      tuples: 1_234_567,
      rate: 128 * MIB,
    }),
    "[######..................] 25 %  512 MiB of 2.00 GiB  1,234,567 tuples  " +
      "128 MiB/s  0:00:12 left",
  );
  assert.equal(
    formatProgress({ sent: 0, total: 0, tuples: 0, rate: 0 }),
    "[########################] 100 %  0 B of 0 B  0 tuples  0 B/s",
  );
});

test("formatBytes() shows three digits and an IEC unit", () => {
  const texts = [0, 1_000, 1_024, 12_345, 1_000 * MIB].map(formatBytes);
  assert.deepEqual(texts, [
    "0 B",
    "1000 B",
    "1.00 KiB",
    "12.1 KiB",
    "1000 MiB",
  ]);
});
