import assert from "node:assert/strict";
import { test } from "node:test";
import { Moments } from "../../../report/words/moments.ts";

const START = Date.UTC(2026, 10, 30, 23, 59) / 1000;

test("Times of the first day have no date", () => {
  const moments = new Moments(START, 10);
  assert.equal(moments.at(12.9), "23:59:12 UTC");
  assert.equal(moments.at(75), "2026-12-01 00:00:15 UTC");
  assert.equal(moments.whole(12), "2026-11-30 23:59:12 UTC");
});

test("Without a start, times are seconds", () => {
  assert.equal(new Moments(null, 10).at(12.25), "12.3 s");
});

test("Without a first time, all times have their date", () => {
  assert.equal(new Moments(START, null).at(12), "2026-11-30 23:59:12 UTC");
});
