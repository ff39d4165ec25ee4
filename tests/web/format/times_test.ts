import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatAge,
  formatSpan,
  formatTime,
  isoTime,
} from "../../../web/format/times.ts";

test("Durations have two units at most, and one if that is enough", () => {
  assert.equal(formatSpan(719), "11 min");
  assert.equal(formatSpan(86_400 * 20 + 7200), "20 d");
  assert.equal(formatSpan(0.01), "0 s");
  assert.equal(formatSpan(0.42), "0.4 s");
  assert.equal(formatSpan(3), "3 s");
  assert.equal(formatSpan(59.6), "1 min");
  assert.equal(formatSpan(200), "3 min 20 s");
  assert.equal(formatSpan(7500), "2 h 5 min");
  assert.equal(formatSpan(86_400 * 2), "2 d");
  assert.equal(formatSpan(-1), "0 s");
});

test("Ages count whole seconds, and do not begin with 0", () => {
  assert.equal(formatAge(-0.2), "now");
  assert.equal(formatAge(0.9), "now");
  assert.equal(formatAge(12.9), "12 s");
  assert.equal(formatAge(3600 * 5 + 61), "5 h 1 min");
});

test("Times are in UTC", () => {
  assert.equal(formatTime(1_700_000_000.5), "2023-11-14 22:13:20 UTC");
  assert.equal(isoTime(1_700_000_000), "2023-11-14 22:13:20.000Z");
});

test("A time beyond the calendar is still shown", () => {
  assert.equal(formatTime(1e20), "100000000000000000000 s");
  assert.equal(isoTime(Number.NaN), undefined);
});
