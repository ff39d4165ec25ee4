import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countText,
  shareText,
  shortSpan,
  spanText,
  tickTexts,
  valueText,
} from "../../../../web/plots/view/number_text.ts";

test("values have 6 significant digits, integers all", () => {
  assert.deepEqual(
    [0.1 + 0.2, -1.5, 1234567, 0.000012345, 2.5e12 + 0.5, NaN, Infinity]
      .map(valueText),
    ["0.3", "−1.5", "1234567", "1.2345e−5", "2.5000e+12", "–", "∞"],
  );
});

test("a reduced value is a span", () => {
  assert.equal(spanText(1, 2.5), "1 to 2.5");
  assert.equal(spanText(3, 3), "3");
});

test("a span in a table has the digits that its size needs", () => {
  assert.equal(shortSpan(20.0857, 20.3675), "20.09…20.37");
  assert.equal(shortSpan(-812.4, 995), "−812…995");
  assert.equal(shortSpan(20.27241, 20.27241), "20.272");
  assert.equal(shortSpan(123456789, 123456789), "123456789");
  assert.equal(shortSpan(1.5e7, 2.25e7), "1.50e7…2.25e7");
  assert.equal(shortSpan(NaN, NaN), "–");
});

test("ticks have the digits that their step needs", () => {
  assert.deepEqual(tickTexts([-0.5, 0, 0.5]), ["−0.5", "0.0", "0.5"]);
  assert.deepEqual(tickTexts([0, 20, 40]), ["0", "20", "40"]);
  assert.deepEqual(tickTexts([10.25, 10.5]), ["10.25", "10.50"]);
  assert.deepEqual(tickTexts([0, 5e7, 1e8]), ["0", "5e7", "1e8"]);
  assert.deepEqual(tickTexts([0, 2e-6]), ["0", "2e−6"]);
  assert.deepEqual(tickTexts([7]), ["7"]);
});

test("a share never looks complete or empty when it is not", () => {
  assert.deepEqual(
    [0.001, 0.12, 0.999].map(shareText),
    ["less than 1 %", "12 %", "99 %"],
  );
});

test("counts are grouped", () => {
  assert.equal(countText(1234567), "1\u202f234\u202f567");
  assert.equal(countText(123), "123");
});
