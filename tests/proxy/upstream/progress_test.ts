import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatBytes,
  formatProgress,
} from "../../../proxy/upstream/progress.ts";

test("formatProgress() draws a bar, and tells bytes, tuples, rate and time left", () => {
  assert.equal(
    formatProgress({ sent: 5e8, total: 2e9, tuples: 1_234_567, rate: 1e8 }),
    "[######..................] 25 %  500 MB of 2.00 GB  1,234,567 tuples  " +
      "100 MB/s  0:00:15 left",
  );
  assert.equal(
    formatProgress({ sent: 0, total: 0, tuples: 0, rate: 0 }),
    "[########################] 100 %  0 B of 0 B  0 tuples  0 B/s",
  );
});

test("formatBytes() shows three figures", () => {
  const texts = [0, 999, 1_000, 12_345, 999_999_999].map(formatBytes);
  assert.deepEqual(texts, ["0 B", "999 B", "1.00 kB", "12.3 kB", "1000 MB"]);
});
