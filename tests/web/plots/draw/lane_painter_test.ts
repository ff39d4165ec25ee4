import assert from "node:assert/strict";
import { test } from "node:test";
import type { DrawnLine } from "../../../../web/plots/draw/canvas_types.ts";
import { paintLanes } from "../../../../web/plots/draw/lane_painter.ts";
import { Raster } from "../../../../web/plots/draw/raster.ts";
import { LineBuffer } from "../../../../web/plots/lines/line_buffer.ts";
import { PixelLine } from "../../../../web/plots/lines/pixels.ts";

const WIDTH = 30;

test("a value lasts until the next one, or until a gap", () => {
  const level = painted([
    lineOf([[0, 1], [10, 0], [19, 0], [20, NaN], [25, 1]]),
  ]);
  assert.ok(level(5, 10) > 50, "true is filled");
  assert.equal(level(15, 10), 0, "false is not");
  assert.ok(level(15, 17) > 180, "but has a line at the bottom");
  assert.equal(level(22, 17), 0, "a gap is empty");
  assert.ok(level(10, 10) > 200, "the step is upright");
});

test("each sender has a lane of its own", () => {
  const level = painted([lineOf([[0, 1], [29, 1]]), lineOf([[0, 0], [29, 0]])]);
  assert.ok(level(5, 5) > 50);
  assert.equal(level(5, 14), 0);
  assert.ok(level(5, 18) > 200);
});

test("several points in a column are painted once", () => {
  const often = Array.from({ length: 90 }, (_, at) => [at / 3, 1]);
  const level = painted([lineOf(often)]);
  const inside = Array.from({ length: 28 }, (_, x) => level(x, 10));
  assert.equal(new Set(inside).size, 1);
});

test("painted in part, lanes look the same as painted at once", () => {
  const lines = [lineOf([[0, 1], [7, 0], [21, 1], [27, 0]])];
  const whole = new Raster(WIDTH, 20);
  paintLanes(whole, lines, 1);
  const parts = new Raster(WIDTH, 20);
  paintLanes(parts, lines, 1);
  parts.clear(12);
  paintLanes(parts, lines, 1, 12);
  assert.deepEqual(parts.bytes, whole.bytes);
});

function painted(lines: readonly DrawnLine[]) {
  const raster = new Raster(WIDTH, 20);
  paintLanes(raster, lines, 1);
  return (x: number, y: number) => raster.bytes[(y * WIDTH + x) * 4 + 3];
}

function lineOf(points: readonly (readonly number[])[]): DrawnLine {
  const line = new LineBuffer();
  for (const [time, value] of points) line.add(time, value);
  const pixels = new PixelLine();
  pixels.fill(line, { from: 0, to: WIDTH, width: WIDTH });
  const look = { colour: "#0b62b0", dash: [], isDim: false };
  return { sender: "n1", column: "v", pixels, ...look };
}
