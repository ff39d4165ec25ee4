import assert from "node:assert/strict";
import { test } from "node:test";
import { PixelLines } from "../../archive/pixel_lines.ts";

const name = (sender: number) => `n${sender}`;

/** The extremes of all pixels of all lines. */
function extremes(lines: PixelLines): [number, number] {
  const all = lines.lines(name);
  const least = all.flatMap(({ min }) => min).map(Number);
  const largest = all.flatMap(({ max }) => max).map(Number);
  return [
    least.reduce((a, b) => Math.min(a, b)),
    largest.reduce((a, b) => Math.max(a, b)),
  ];
}

test("A pixel has the smallest and the largest value", () => {
  const lines = new PixelLines(["a", "b"], { from: 0, to: 10 }, 10);
  for (const [time, a, b] of [[0, 1, 5], [0.5, 3, null], [9.5, 4, "x"]]) {
    lines.add(1, Number(time), ["", a, b], 1);
  }
  lines.add(0, 10, ["", 7, NaN], 1);
  assert.deepEqual(lines.extent, { from: 0, to: 10 });
  assert.deepEqual(lines.lines(name), [
    { sender: "n0", column: "a", times: [10], min: [7], max: [7] },
    { sender: "n1", column: "a", times: [0.5, 9.5], min: [1, 4], max: [3, 4] },
    {
      ...{ sender: "n1", column: "b", times: [0.5, 9.5] },
      ...{ min: [5, null], max: [5, null] },
    },
  ]);
});

test("Pixels become wider if times are beyond the expected ones", () => {
  const lines = new PixelLines(["a"], { from: 100, to: 101 }, 64);
  const times = [100.5, 250, -300, 101, 1e6, -1e6, 100.25];
  times.forEach((time) => lines.add(1, time, [time], 0));
  const [line] = lines.lines(name);
  assert.ok(line.times.length <= 64);
  assert.deepEqual(line.times, line.times.toSorted((a, b) => a - b));
  assert.deepEqual(extremes(lines), [-1e6, 1e6]);
  assert.deepEqual(lines.extent, { from: -1e6, to: 1e6 });
});

test("The pixels of thousands of lines are bounded", () => {
  const lines = new PixelLines(["a"], { from: 0, to: 1000 }, 4000);
  for (let time = 0; time <= 1000; time += 5) {
    for (let sender = 0; sender < 3000; sender++) {
      lines.add(sender, time, [sender + time], 0);
    }
  }
  const all = lines.lines(name);
  assert.equal(all.length, 3000);
  const points = all.reduce((sum, { times }) => sum + times.length, 0);
  assert.ok(points <= 400_000, `${points}`);
  assert.deepEqual(extremes(lines), [0, 3999]);
});

test("A scale of a single moment has one pixel for it", () => {
  const lines = new PixelLines(["a"], { from: 5, to: 5 }, 100);
  lines.add(1, 5, [1], 0);
  lines.add(1, 5, [2], 0);
  const [{ min, max, times }] = lines.lines(name);
  assert.deepEqual([min, max, times.length], [[1], [2], 1]);
});
