import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ageText,
  durationText,
  timeTexts,
} from "../../../../web/plots/time/time_text.ts";

const START = Date.UTC(2024, 4, 6, 7, 8, 9) / 1_000;

test("times since the start are short", () => {
  assert.equal(durationText(12.5, 0.1), "12.5 s");
  assert.equal(durationText(0, 1), "0 s");
  assert.equal(durationText(-0.0001, 1), "0 s");
  assert.equal(durationText(-5, 1), "−5 s");
  assert.equal(durationText(59.9996, 0.01), "1:00.00");
  assert.equal(durationText(200, 10), "3:20");
  assert.equal(durationText(3_723.25, 0.01), "1:02:03.25");
  assert.equal(durationText(2 * 86_400 + 10_800, 60), "2 d 03:00:00");
});

test("UTC times name the day only in full", () => {
  const texts = timeTexts("utc", START);
  assert.equal(texts.tick(1, 1), "07:08:10");
  assert.equal(texts.tick(111, 60), "07:10");
  assert.equal(texts.tick(0.25, 0.05), "07:08:09.25");
  assert.equal(texts.tick(0, 86_400), "2024-05-06");
  assert.equal(texts.full(1.5), "2024-05-06 07:08:10.500 UTC");
  assert.equal(
    texts.range(0, 60, 1),
    "2024-05-06 07:08:09 to 07:09:09 UTC",
  );
  assert.equal(
    texts.range(0, 86_400, 1),
    "2024-05-06 07:08:09 to 2024-05-07 07:08:09 UTC",
  );
  assert.equal(texts.origin, START);
  assert.equal(texts.name, "time (UTC)");
});

test("local times name their zone", () => {
  const texts = timeTexts("local", START);
  const shift = -new Date(START * 1_000).getTimezoneOffset();
  const hours = (7 + 24 + Math.floor((8 + shift) / 60)) % 24;
  assert.ok(texts.full(0).includes(` ${String(hours).padStart(2, "0")}:`));
  assert.match(texts.name, /^time \(UTC[+−]\d\d:\d\d\)$/);
});

test("without a start only the relative style is possible", () => {
  assert.equal(timeTexts("utc", undefined).full(3), "3.000 s");
  assert.equal(timeTexts("relative", START).name, "time since the start");
});

test("ages are coarse", () => {
  assert.deepEqual(
    [-1, 3.4, 99, 100, 5_900, 6_000, 86_400 * 3].map(ageText),
    ["0 s", "3 s", "99 s", "2 min", "98 min", "2 h", "3 d"],
  );
});
