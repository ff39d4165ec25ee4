import assert from "node:assert/strict";
import { test } from "node:test";
import { LineBuffer } from "../../../../web/plots/lines/line_buffer.ts";

test("points are kept by ascending time, late ones are sorted in", () => {
  const line = new LineBuffer();
  line.add(1, 10);
  line.add(3, 30);
  line.add(2, 20, 25);
  line.add(NaN, 5);
  assert.deepEqual(pointsOf(line), [[1, 10, 10], [2, 20, 25], [3, 30, 30]]);
  assert.equal(line.lastTime, 3);
});

test("a full line reduces its older half, and keeps extremes and recent points", () => {
  const line = new LineBuffer(64);
  for (let at = 0; at < 10_000; at++) line.add(at, at === 7 ? -99 : at % 10);
  assert.ok(line.length <= 64, `${line.length} points`);
  const points = pointsOf(line);
  assert.equal(Math.min(...points.map(([, low]) => low)), -99);
  assert.ok(points[0][0] < 5_000, "the start is still covered");
  const recent = points.slice(-16);
  assert.deepEqual(recent.map(([time]) => time), counted(9_984, 16));
  assert.ok(
    recent.every(([time, low, high]) => low === high && low === time % 10),
  );
  for (let at = 1; at < points.length; at++) {
    assert.ok(points[at][0] > points[at - 1][0]);
  }
});

test("long gaps survive the reduction, and alone they do not grow", () => {
  const line = new LineBuffer(64);
  for (let at = 0; at < 64; at++) {
    line.add(at < 20 ? at : at + 100, at === 20 ? NaN : 1);
  }
  line.add(200, 1);
  assert.ok(line.length < 64);
  assert.equal(pointsOf(line).filter(([, low]) => Number.isNaN(low)).length, 1);
  for (let at = 201; at < 999; at++) line.add(at, NaN);
  assert.ok(line.length <= 64);
  assert.equal(line.lastTime, 998);
});

test("indexFrom() and indexAfter() find the edges of a range", () => {
  const line = new LineBuffer();
  for (const time of [1, 2, 2, 3]) line.add(time, 0);
  assert.deepEqual([0, 1, 2, 4].map((time) => line.indexFrom(time)), [
    0,
    0,
    1,
    4,
  ]);
  assert.deepEqual([0, 1, 2, 4].map((time) => line.indexAfter(time)), [
    0,
    1,
    3,
    4,
  ]);
});

test("nearest() skips gaps and points that are too far away", () => {
  const line = new LineBuffer();
  line.add(1, 10);
  line.add(1.5, NaN);
  line.add(2, 20);
  assert.equal(line.nearest(1.4, 1), 0);
  assert.equal(line.nearest(1.6, 1), 2);
  assert.equal(line.nearest(9, 1), -1);
  assert.equal(new LineBuffer().nearest(0, 1), -1);
});

function pointsOf(line: LineBuffer): [number, number, number][] {
  return counted(0, line.length).map((at) => [
    line.times[at],
    line.low[at],
    line.high[at],
  ]);
}

function counted(first: number, length: number): number[] {
  return Array.from({ length }, (_, at) => first + at);
}
