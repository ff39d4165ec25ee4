import assert from "node:assert/strict";
import { test } from "node:test";
import { HeatBuffer } from "../../../../web/plots/heat/heat_buffer.ts";
import {
  heatRange,
  heatReach,
  paintHeat,
} from "../../../../web/plots/heat/heat_image.ts";

const COLOURS = Uint32Array.from({ length: 256 }, (_, at) => at + 1);

test("vectors are columns of colours, the first element at the bottom", () => {
  const buffer = bufferOf([0, 1, 2], [[0, 10], [10, 0], [5, null]]);
  const range = { from: 0, to: 4, width: 4 };
  assert.deepEqual(heatRange(buffer, range), [0, 10]);
  assert.deepEqual(painted(buffer, range, 1), [
    [256, 1, 0, 0],
    [1, 256, 129, 0],
  ]);
});

test("a gap is left empty", () => {
  const buffer = bufferOf([0, 3], [[1], [1]]);
  const [row] = painted(buffer, { from: 0, to: 5, width: 5 }, 1);
  assert.deepEqual(row.map((pixel) => pixel > 0), [
    true,
    false,
    false,
    true,
    false,
  ]);
});

test("a shorter vector keeps its scale", () => {
  const buffer = bufferOf([0, 1], [[1, 2, 3, 4], [1, 2]]);
  const rows = painted(buffer, { from: 0, to: 2, width: 2 }, 1);
  assert.deepEqual(rows.map(([, pixel]) => pixel > 0), [false, true]);
});

test("a vector before the left edge reaches into the picture", () => {
  const buffer = bufferOf([-1, 10], [[1], [2]]);
  const [row] = painted(buffer, { from: 0, to: 4, width: 4 }, 3);
  assert.deepEqual(row.map((pixel) => pixel > 0), [true, true, false, false]);
  assert.equal(
    heatRange(bufferOf([], []), { from: 0, to: 1, width: 1 }),
    undefined,
  );
});

test("a vector reaches over several usual intervals, and two pixels at least", () => {
  const buffer = bufferOf([0, 1, 2, 3, 60], [[1], [1], [1], [1], [1]]);
  assert.equal(heatReach(buffer, { from: 0, to: 60, width: 600 }), 3);
  assert.equal(heatReach(buffer, { from: 0, to: 60, width: 6 }), 20);
});

function bufferOf(times: number[], values: (number | null)[][]): HeatBuffer {
  const length = Math.max(0, ...values.map((each) => each.length));
  const rest = {
    clock: "server",
    from: 0,
    to: 1,
    covered: 1,
    lastId: 1,
  } as const;
  return HeatBuffer.of({ ...rest, length, times, values }, 8, 0.1);
}

function painted(
  buffer: HeatBuffer,
  range: { from: number; to: number; width: number },
  reach: number,
): number[][] {
  const height = Math.min(2, buffer.elements);
  const pixels = new Uint32Array(range.width * height);
  const scale = heatRange(buffer, { ...range, from: -9 }) ?? [0, 1];
  paintHeat(pixels, buffer, range, height, scale, COLOURS, reach);
  return Array.from(
    { length: height },
    (_, row) => [...pixels.slice(row * range.width, (row + 1) * range.width)],
  );
}
