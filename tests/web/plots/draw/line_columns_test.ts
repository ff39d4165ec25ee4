import assert from "node:assert/strict";
import { test } from "node:test";
import { LineColumns } from "../../../../web/plots/draw/line_columns.ts";
import { LineBuffer } from "../../../../web/plots/lines/line_buffer.ts";
import { PixelLine } from "../../../../web/plots/lines/pixels.ts";

test("a line covers the heights that it passes in each column", () => {
  const columns = new LineColumns();
  columns.fill(lineOf([[0, 0], [4, 8]]), 6, 0, 1);
  assert.deepEqual([...columns.upperTop], [0, 2, 4, 6, 8, Infinity]);
  assert.deepEqual([...columns.upperBottom.slice(0, 5)], [2, 4, 6, 8, 8]);
  assert.deepEqual(columns.lowerTop, columns.upperTop);
});

test("a band has two edges", () => {
  const columns = new LineColumns();
  columns.fill(lineOf([[0, 0], [0.5, 4], [1, 1], [1.5, 3]]), 2, 10, -1);
  assert.deepEqual([...columns.upperTop], [6, 7]);
  assert.deepEqual([...columns.lowerBottom], [10, 9]);
});

test("gaps, and columns before the first one, stay empty", () => {
  const columns = new LineColumns();
  const line = lineOf([[0, 1], [1, 1], [2, NaN], [4, 1], [5, 1]]);
  columns.fill(line, 6, 0, 1);
  const covered = () => [...columns.upperTop].map((top) => top < Infinity);
  assert.deepEqual(covered(), [true, true, false, false, true, true]);
  columns.fill(line, 6, 0, 1, 5);
  assert.deepEqual(covered().slice(0, 4), [false, false, false, false]);
  assert.equal(covered()[5], true);
});

function lineOf(points: readonly (readonly number[])[]): PixelLine {
  const line = new LineBuffer();
  for (const [time, value] of points) line.add(time, value);
  const pixels = new PixelLine();
  pixels.fill(line, { from: 0, to: 10, width: 10 });
  return pixels;
}
