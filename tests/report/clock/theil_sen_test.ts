import assert from "node:assert/strict";
import { test } from "node:test";
import { medianOf, theilSen } from "../../../report/clock/theil_sen.ts";
import { Random } from "../../_support/random.ts";

const line = (length: number, y: (x: number) => number) =>
  Array.from({ length }, (_, x) => ({ x, y: y(x) }));

test("The slope of a straight line is exact", () => {
  const slope = theilSen(line(10, (x) => 3 - 2 * x));
  assert.deepEqual(slope, { value: -2, least: -2, most: -2 });
});

test("A quarter of the points may be anything", () => {
  const points = line(100, (x) => x % 4 === 3 ? -1_000 * x : 0.5 * x);
  assert.ok(Math.abs(theilSen(points).value - 0.5) < 1e-9);
});

test("Errors in one direction do not change the slope, and are in the interval", () => {
  const random = new Random(3);
  let outside = 0;
  for (let run = 0; run < 200; run++) {
    const points = line(60, (x) => 0.1 * x - Math.log(1 - random.next()));
    const { value, least, most } = theilSen(points);
    assert.ok(Math.abs(value - 0.1) < 0.05, `${value}`);
    if (least > 0.1 || most < 0.1) outside++;
  }
  // One in a hundred, by the confidence of 99 %.
  assert.ok(outside <= 8, `${outside}`);
});

test("The median of an even number is between the two in the middle", () => {
  assert.equal(medianOf(Float64Array.of(1, 2, 4, 9)), 3);
  assert.equal(medianOf(Float64Array.of(1, 2, 9)), 2);
});
