import assert from "node:assert/strict";
import { test } from "node:test";
import type { DrawnLine } from "../../../../web/plots/draw/canvas_types.ts";
import { nearestLine } from "../../../../web/plots/draw/nearest_line.ts";
import { LineBuffer } from "../../../../web/plots/lines/line_buffer.ts";
import { PixelLine } from "../../../../web/plots/lines/pixels.ts";

test("the line closest to the pointer is meant, if it is near", () => {
  const lines = [lineOf("n1", 20), lineOf("n2", 50)];
  const at = (y: number) =>
    nearestLine(lines, 40, y, 100, [0, 100], 24)?.sender;
  assert.equal(at(75), "n1");
  assert.equal(at(60), "n2");
  assert.equal(at(5), undefined);
});

test("inside two bands the one whose middle is closer is meant", () => {
  const lines = [lineOf("n1", 20, 80), lineOf("n2", 40, 60)];
  const at = (y: number) =>
    nearestLine(lines, 40, y, 100, [0, 100], 24)?.sender;
  assert.equal(at(75), "n1");
  assert.equal(at(45), "n1", "both middles are equally close: the first");
});

test("a line without a point near the pointer is not meant", () => {
  const line = lineOf("n1", 50);
  assert.equal(nearestLine([line], 900, 50, 100, [0, 100], 4), undefined);
  assert.equal(nearestLine([], 0, 0, 100, [0, 100], 4), undefined);
});

function lineOf(sender: string, low: number, high = low): DrawnLine {
  const line = new LineBuffer();
  for (const time of [0, 40, 80]) line.add(time, low, high);
  const pixels = new PixelLine();
  pixels.fill(line, { from: 0, to: 100, width: 100 });
  const look = { colour: "#0b62b0", dash: [], isDim: false };
  return { sender, column: "v", pixels, ...look };
}
