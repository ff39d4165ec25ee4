import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDrift, formatSpread } from "../../../report/words/drift.ts";

const drift = (ppm: number, least: number, most: number) =>
  formatDrift({ ppm, least, most, atStart: 0, atEnd: 0 });

test("A drift has its sign and its uncertainty", () => {
  assert.equal(drift(52.4, 50.3, 54.49), "+52 ppm (+50 to +54)");
  assert.equal(drift(-1.24, -2, 0.04), "−1.2 ppm (−2 to 0)");
  assert.equal(drift(1234, 1234.1, 1233.9), "+1,234 ppm");
});

test("What is less than a millisecond is not nothing", () => {
  assert.deepEqual([0, 0.0004, 0.0026, 1.5].map(formatSpread), [
    ...["< 1 ms", "< 1 ms", "3 ms", "1.50 s"],
  ]);
});
