import assert from "node:assert/strict";
import { test } from "node:test";
import type { Series } from "../../../../archive/plots.ts";
import type { Rows } from "../../../../archive/rows.ts";
import { LineSet, numberOf } from "../../../../web/plots/lines/line_set.ts";

const SERIES: Series = {
  clock: "server",
  from: 0,
  to: 3,
  covered: 1,
  lastId: 4,
  lines: [
    {
      sender: "n1",
      column: "v",
      times: [0, 1, 2],
      min: [1, null, 2],
      max: [3, null, 2],
    },
  ],
};

test("lines hold an answer, and go on with new rows", () => {
  const set = LineSet.of(SERIES, 0.1);
  set.add(
    rowsOf([["n1", 2.5, 4], ["n2", 2.6, true], ["n1", 3, null]]),
    ["v"],
    "server",
  );
  const line = set.line("n1", "v");
  assert.ok(line);
  assert.deepEqual([...line.points.times.slice(0, 4)], [0, 1, 2, 2.5]);
  assert.deepEqual([...line.points.low.slice(0, 4)], [1, NaN, 2, 4]);
  assert.deepEqual([...line.points.high.slice(0, 4)], [3, NaN, 2, 4]);
  assert.equal(line.points.length, 4, "a row without a value adds no point");
  assert.deepEqual([...set.senders], ["n1", "n2"]);
  assert.equal(set.line("n2", "v")?.points.low[0], 1);
  assert.equal(set.lastTime, 2.6);
});

test("a pause of stored rows becomes a gap", () => {
  const times = [0, 1, 2, 3, 30, 31];
  const values = times.map(() => 5);
  const lines = [{
    sender: "n1",
    column: "v",
    times,
    min: values,
    max: values,
  }];
  const points = LineSet.of({ ...SERIES, lines }, 1).line("n1", "v")?.points;
  assert.deepEqual([...points?.times.slice(0, 7) ?? []], [
    0,
    1,
    2,
    3,
    16.5,
    30,
    31,
  ]);
  assert.ok(Number.isNaN(points?.low[4]));
});

test("a pause of new rows becomes a gap", () => {
  const set = new LineSet();
  const times = [0, 1, 2, 3, 30, 31];
  set.add(rowsOf(times.map((time) => ["n1", time, 5])), ["v"], "server");
  const points = set.line("n1", "v")?.points;
  assert.deepEqual([...points?.times.slice(0, 7) ?? []], [
    0,
    1,
    2,
    3,
    16.5,
    30,
    31,
  ]);
  assert.ok(Number.isNaN(points?.low[4]));
});

test("times are those of the clock that was chosen", () => {
  const set = new LineSet();
  set.add(rowsOf([["n1", 7, 1]]), ["v"], "client");
  assert.equal(set.lastTime, 107);
  assert.equal([...set.lines].length, 1);
  assert.ok(Number.isNaN(new LineSet().lastTime));
});

test("numberOf() draws booleans, large integers and gaps", () => {
  assert.equal(numberOf(true), 1);
  assert.equal(numberOf("18446744073709551615"), 2 ** 64);
  assert.ok(Number.isNaN(numberOf("Infinity")));
  assert.equal(numberOf(null), undefined);
  assert.equal(numberOf(""), undefined);
  assert.equal(numberOf([1]), undefined);
});

function rowsOf(
  rows: readonly (readonly [string, number, number | boolean | null])[],
): Rows {
  return {
    ids: rows.map((_, at) => at + 1),
    senders: rows.map(([sender]) => sender),
    seqs: rows.map((_, at) => at),
    client: rows.map(([, time]) => time + 100),
    server: rows.map(([, time]) => time),
    values: { v: rows.map(([, , value]) => value) },
    lastId: rows.length,
    more: false,
  };
}
