import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatBytes,
  formatCount,
  formatTime,
} from "../../../cli/status/amounts.ts";

test("A count has thousands separators", () => {
  assert.equal(formatCount(0), "0");
  assert.equal(formatCount(1_234_567), "1,234,567");
});

test("Bytes have the unit that fits", () => {
  const bytes = [0, 1_023, 1_024, 150 * 1_024, 3.25 * 2 ** 30, 2 ** 60];
  assert.deepEqual(bytes.map(formatBytes), [
    ...["0 B", "1023 B", "1.0 KiB", "150 KiB", "3.3 GiB", "1048576 TiB"],
  ]);
});

test("A time has its two largest units", () => {
  const seconds = [-1, 0, 59.9, 61, 3_600, 8_000, 100_000];
  assert.deepEqual(seconds.map((s) => formatTime(1_000 * s)), [
    ...["0 s", "0 s", "59 s", "1 min 1 s", "1 h 0 min", "2 h 13 min"],
    "1 d 3 h",
  ]);
});
