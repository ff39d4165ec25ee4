import assert from "node:assert/strict";
import { test } from "node:test";
import { bar, drawing, path, stepArea } from "../../../report/html/svg.ts";

test("Steps are as high as the means, and join where they are equal", () => {
  const columns = [[2, 10], [2, 5], [2, 5], [1, 0]]
    .map(([slots, mean]) => ({ slots, mean }));
  const { area, edge } = stepArea(columns, { top: 10, floor: 20, height: 20 });
  assert.equal(area, "M0 20V0h2V10h2h2V20h1V20z");
  assert.equal(edge, "M0 0V0h2V10h2h2V20h1");
});

test("Without tuples the steps are on the floor", () => {
  const scale = { top: 0, floor: 20, height: 20 };
  assert.equal(stepArea([{ slots: 9, mean: 0 }], scale).edge, "M0 20V20h9");
  assert.equal(stepArea([], scale).edge, "M0 20");
});

test("A narrow bar is widened around its middle, within the drawing", () => {
  const place = { least: 1, y: 0, height: 4 };
  const of = (from: number, to: number) =>
    bar("b", { ...place, from, to }).text;
  assert.match(of(10, 10.2), /x="9.6" y="0" width="1" height="4"/);
  assert.match(of(0, 0), /x="0" y="0" width="1"/);
  assert.match(of(3, 8), /x="3" y="0" width="5"/);
});

test("A drawing with a label is an image, one without is not read out", () => {
  const shapes = [path("line", "M0 0h9")];
  const parts = { name: "lane", size: [9, 4] as const, shapes };
  assert.match(drawing({ ...parts, label: "a<b" }).text, /aria-label="a&lt;b"/);
  assert.match(
    drawing(parts).text,
    /aria-hidden="true"><path class="line" d="M0 0h9"/,
  );
});

test("A path of any length is complete", () => {
  const d = "M0 0h1".repeat(1_000);
  assert.ok(path("line", d).text.includes(d));
});
