import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatBytes,
  formatCount,
  formatNumber,
  formatOffset,
  formatRate,
  formatShare,
} from "../../../web/format/numbers.ts";

test("Whole numbers have separators", () => {
  assert.equal(formatCount(1234567), "1,234,567");
  assert.equal(formatCount(0), "0");
});

test("A number agrees with its noun", () => {
  assert.equal(formatNumber(1, "row"), "1 row");
  assert.equal(formatNumber(1200, "row"), "1,200 rows");
  assert.equal(formatNumber(2, "missing", "missing"), "2 missing");
});

test("Bytes have three digits and IEC units", () => {
  assert.equal(formatBytes(0), "0 B");
  assert.equal(formatBytes(1023), "1023 B");
  assert.equal(formatBytes(1024), "1.00 KiB");
  assert.equal(formatBytes(1536 * 1024), "1.50 MiB");
  assert.equal(formatBytes(150 * 2 ** 30), "150 GiB");
  assert.equal(formatBytes(1023.9 * 1024), "1.00 MiB");
  assert.equal(formatBytes(2 ** 70), "1,048,576 PiB");
});

test("Rates of slow senders are per minute or hour", () => {
  assert.equal(formatRate(0), "0/s");
  assert.equal(formatRate(1250.4), "1,250/s");
  assert.equal(formatRate(50), "50/s");
  assert.equal(formatRate(1.5), "1.5/s");
  assert.equal(formatRate(0.99), "1/s");
  assert.equal(formatRate(0.2), "12/min");
  assert.equal(formatRate(1 / 3600), "1/h");
});

test("Shares are never rounded to all or nothing", () => {
  assert.equal(formatShare(0), "0 %");
  assert.equal(formatShare(0.001), "< 1 %");
  assert.equal(formatShare(0.12), "12 %");
  assert.equal(formatShare(0.999), "99 %");
  assert.equal(formatShare(1), "100 %");
});

test("Offsets of clocks have a sign and a fitting unit", () => {
  assert.equal(formatOffset(0.0001), "0 ms");
  assert.equal(formatOffset(0.012), "+12 ms");
  assert.equal(formatOffset(-0.9999), "−1.00 s");
  assert.equal(formatOffset(-12.34), "−12.3 s");
  assert.equal(formatOffset(600), "+10 min");
  assert.equal(formatOffset(-7200), "−2 h");
  assert.equal(formatOffset(86_400 * 365), "+365 d");
});
