import assert from "node:assert/strict";
import { test } from "node:test";
import {
  spanChoices,
  spanOf,
  spanValue,
} from "../../../../web/plots/view/spans.ts";

test("the present length is among the choices", () => {
  const texts = spanChoices(45).map(({ text }) => text);
  assert.deepEqual(texts.slice(0, 4), [
    "Last 10 s",
    "Last 30 s",
    "Last 45 s",
    "Last 1 min",
  ]);
  assert.equal(texts.at(-1), "All times");
  assert.equal(spanChoices(60).length, spanChoices(Infinity).length);
});

test("a length survives a form", () => {
  for (const span of [0.5, 60, Infinity]) {
    assert.equal(spanOf(spanValue(span)), span);
  }
});
