import assert from "node:assert/strict";
import { test } from "node:test";
import type { DrawnLine } from "../../../../web/plots/draw/canvas_types.ts";
import { LinePainter } from "../../../../web/plots/draw/line_painter.ts";
import { Raster } from "../../../../web/plots/draw/raster.ts";
import { LineBuffer } from "../../../../web/plots/lines/line_buffer.ts";
import { PixelLine } from "../../../../web/plots/lines/pixels.ts";

const WIDTH = 40;
const HEIGHT = 20;

test("a line is opaque, a band is filled in part between its edges", () => {
  const level = painted([lineOf(steps(40, () => 10))]);
  assert.ok(level(20, 9) > 180);
  assert.equal(level(20, 5), 0);
  const band = painted([lineOf(steps(80, (at) => at % 2 === 0 ? 2 : 18))]);
  assert.ok(band(20, 2) > 100, "the upper edge");
  assert.ok(band(20, 18) > 100, "the lower edge");
  const inside = band(20, 10);
  assert.ok(inside > 30 && inside < 90, `${inside}`);
});

test("what steps back is faint, and below", () => {
  const other = lineOf(steps(40, () => 10));
  const level = painted([{ ...other, isDim: true }]);
  assert.ok(level(20, 9) > 20 && level(20, 9) < 80);
  const both = painted([other, { ...other, isDim: true }]);
  assert.ok(both(20, 9) > 180);
});

test("dashes leave pauses, and move with the line", () => {
  const line = { ...lineOf(steps(40, () => 10)), dash: [4, 4] };
  const row = (shift: number) => {
    const level = painted([line], shift);
    return Array.from({ length: 16 }, (_, x) => level(8 + x, 9) > 0);
  };
  const before = row(0);
  assert.deepEqual(before.slice(0, 8), [
    ...[true, true, true, true],
    ...[false, false, false, false],
  ]);
  assert.deepEqual(row(3).slice(0, 8), before.slice(3, 11));
});

test("points far apart, or alone between gaps, have dots", () => {
  const far = painted([lineOf([[0, 10], [20, 10], [40, 10]])]);
  assert.ok(far(20, 8) > 0 && far(20, 11) > 0, "a dot is thicker");
  assert.equal(far(10, 7), 0);
  const alone = painted([
    lineOf([[0, 10], [1, 10], [2, NaN], [10, 10], [12, NaN], [20, 10]]),
  ]);
  assert.ok(alone(10, 9) > 0);
  assert.equal(alone(15, 9), 0);
});

test("painted in part, a line looks the same as painted at once", () => {
  const lines = [
    lineOf(steps(90, (at) => 10 + 8 * Math.sin(at / 5) + at % 3)),
    lineOf([[3, 4], [21, 15], [33, 2]]),
  ];
  const whole = new Raster(WIDTH, HEIGHT);
  const painter = new LinePainter();
  painter.paint(whole, lines, [0, 20], 1, 0);
  const parts = new Raster(WIDTH, HEIGHT);
  painter.paint(parts, lines, [0, 20], 1, 0);
  parts.clear(17);
  painter.paint(parts, lines, [0, 20], 1, 0, 17);
  assert.deepEqual(parts.bytes, whole.bytes);
});

function painted(lines: readonly DrawnLine[], shift = 0) {
  const raster = new Raster(WIDTH, HEIGHT);
  new LinePainter().paint(raster, lines, [0, 20], 1, shift);
  return (x: number, y: number) => raster.bytes[(y * WIDTH + x) * 4 + 3];
}

function steps(count: number, value: (at: number) => number): number[][] {
  return Array.from({ length: count }, (_, at) => [
    at * WIDTH / count,
    value(at),
  ]);
}

function lineOf(points: readonly (readonly number[])[]): DrawnLine {
  const line = new LineBuffer();
  for (const [time, value] of points) line.add(time, value);
  const pixels = new PixelLine();
  pixels.fill(line, { from: 0, to: WIDTH, width: WIDTH });
  const look = { colour: "#0b62b0", dash: [], isDim: false };
  return { sender: "n1", column: "v", pixels, ...look };
}
