import assert from "node:assert/strict";
import { test } from "node:test";
import { colourOf, Raster } from "../../../../web/plots/draw/raster.ts";

test("whole pixels have the colour, ends are covered in part", () => {
  const raster = new Raster(2, 4);
  raster.column(1, 0.5, 3, colourOf("#ff8040"), 1);
  assert.deepEqual(pixel(raster, 1, 0), [255, 128, 64, 128]);
  assert.deepEqual(pixel(raster, 1, 1), [255, 128, 64, 255]);
  assert.deepEqual(pixel(raster, 1, 2), [255, 128, 64, 255]);
  assert.deepEqual(pixel(raster, 1, 3), [0, 0, 0, 0]);
  assert.deepEqual(pixel(raster, 0, 1), [0, 0, 0, 0]);
});

test("a colour lies over another one", () => {
  const raster = new Raster(1, 1);
  raster.column(0, 0, 1, colourOf("#000000"), 1);
  raster.column(0, 0, 1, colourOf("#ffffff"), 0.5);
  const [red, green, blue, alpha] = pixel(raster, 0, 0);
  assert.ok(Math.abs(red - 127) <= 1 && red === green && green === blue);
  assert.ok(alpha >= 254);
});

test("half transparent colours add up", () => {
  const raster = new Raster(1, 1);
  raster.column(0, 0, 1, colourOf("#0000ff"), 0.5);
  raster.column(0, 0, 1, colourOf("#ff0000"), 0.5);
  const [red, , blue, alpha] = pixel(raster, 0, 0);
  assert.ok(Math.abs(alpha - 191) <= 2, `${alpha}`);
  assert.ok(Math.abs(red - 170) <= 3 && Math.abs(blue - 85) <= 3);
});

test("what lies outside is left out", () => {
  const raster = new Raster(1, 2);
  raster.column(0, -5, 9, colourOf("#102030"), 1);
  assert.deepEqual(pixel(raster, 0, 0), [16, 32, 48, 255]);
  raster.column(0, 2, 1, colourOf("#ffffff"), 1);
  raster.column(0, NaN, 1, colourOf("#ffffff"), 1);
  assert.deepEqual(pixel(raster, 0, 1), [16, 32, 48, 255]);
});

test("a picture moves to the left, and is empty behind", () => {
  const raster = new Raster(4, 2);
  for (let x = 0; x < 4; x++) {
    raster.column(x, 0, 2, colourOf(`#0000${x + 1}0`), 1);
  }
  raster.shift(1);
  const row = (y: number) => [0, 1, 2, 3].map((x) => pixel(raster, x, y)[2]);
  assert.deepEqual([row(0), row(1)], [[32, 48, 64, 0], [32, 48, 64, 0]]);
  raster.shift(0);
  raster.clear(1);
  assert.deepEqual(row(1), [32, 0, 0, 0]);
  raster.clear();
  assert.deepEqual(row(0), [0, 0, 0, 0]);
});

function pixel({ bytes, width }: Raster, x: number, y: number): number[] {
  const at = (y * width + x) * 4;
  return [...bytes.slice(at, at + 4)];
}
