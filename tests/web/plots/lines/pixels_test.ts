import assert from "node:assert/strict";
import { test } from "node:test";
import { LineBuffer } from "../../../../web/plots/lines/line_buffer.ts";
import { PixelLine } from "../../../../web/plots/lines/pixels.ts";

test("the points of one pixel become the smallest and largest value", () => {
  const line = lineOf([[0, 5], [0.2, 1], [0.4, 9], [1.5, 3]]);
  const pixels = new PixelLine();
  pixels.fill(line, { from: 0, to: 10, width: 10 });
  assert.deepEqual(taken(pixels), [[0, 1, 9], [1.5, 3, 3]]);
  assert.deepEqual([pixels.min, pixels.max], [1, 9]);
});

test("one point beyond each edge is kept, but does not count", () => {
  const line = lineOf([[-9, 99], [-5, 7], [1, 3], [2, 4], [20, 88], [30, 99]]);
  const pixels = new PixelLine();
  pixels.fill(line, { from: 0, to: 10, width: 100 });
  assert.deepEqual(taken(pixels).map(([x]) => x), [-50, 10, 20, 200]);
  assert.deepEqual([pixels.min, pixels.max], [3, 4]);
});

test("gaps stay gaps", () => {
  const line = lineOf([[0, 1], [0.1, NaN], [0.2, 2]]);
  const pixels = new PixelLine();
  pixels.fill(line, { from: 0, to: 10, width: 10 });
  assert.deepEqual(taken(pixels).map(([, low]) => low), [1, NaN, 2]);
});

test("a plot that moves merges the same points", () => {
  const line = lineOf(
    Array.from({ length: 500 }, (_, at) => [at / 10, Math.sin(at)]),
  );
  const merged = [0, 0.13, 0.29].map((shift) => {
    const pixels = new PixelLine();
    pixels.fill(line, { from: 10 + shift, to: 40 + shift, width: 60 });
    return taken(pixels).slice(5, 55).map(([, low, high]) => `${low} ${high}`);
  });
  for (const later of merged.slice(1)) {
    const start = merged[0].indexOf(later[0]);
    assert.ok(start >= 0);
    const same = merged[0].slice(start, start + 40);
    assert.deepEqual(later.slice(0, 40), same);
    assert.equal(same.length, 40);
  }
});

test("a long line needs no more than a point for each pixel", () => {
  const line = new LineBuffer();
  for (let at = 0; at < 16_000; at++) line.add(at, at % 7);
  const pixels = new PixelLine();
  pixels.fill(line, { from: 0, to: 16_000, width: 800 });
  assert.ok(pixels.length <= 802, `${pixels.length} points`);
  pixels.fill(line, { from: 5, to: 5, width: 800 });
  assert.equal(pixels.length, 0);
});

function lineOf(points: readonly (readonly number[])[]): LineBuffer {
  const line = new LineBuffer();
  for (const [time, value] of points) line.add(time, value);
  return line;
}

function taken(pixels: PixelLine): number[][] {
  return Array.from({ length: pixels.length }, (_, at) => [
    pixels.x[at],
    pixels.low[at],
    pixels.high[at],
  ]);
}
