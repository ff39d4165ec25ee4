import assert from "node:assert/strict";
import { test } from "node:test";
import { sparkText } from "../../../report/format/spark_text.ts";

test("Blocks are as high as the rates; a blank is nothing", () => {
  const counts = [10, 20, 30, 40, 50, 60, 70, 80, 0, 1];
  assert.equal(sparkText(counts), "▁▂▃▄▅▆▇█ ▁");
  assert.equal(sparkText([8, 8, 8, 8]), "████");
});

test("All senders have the same time axis", () => {
  const many = sparkText(Array.from({ length: 100 }, () => 50));
  const few = Array.from({ length: 100 }, (_, i) => i % 20 === 0 ? 1 : 0);
  assert.equal(many.length, 25);
  assert.equal(sparkText(few).length, 25);
});
