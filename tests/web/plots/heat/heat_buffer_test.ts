import assert from "node:assert/strict";
import { test } from "node:test";
import type { CellValue, Rows } from "../../../../archive/rows.ts";
import { HeatBuffer } from "../../../../web/plots/heat/heat_buffer.ts";

test("vectors of an answer go on with new rows", () => {
  const buffer = HeatBuffer.of(
    {
      clock: "server",
      from: 0,
      to: 2,
      covered: 1,
      lastId: 2,
      length: 2,
      times: [0, 1],
      values: [[1, null], [3, 4]],
      latest: { time: 1, sender: "n1", values: [3, 4] },
    },
    2,
    0.1,
  );
  buffer.add(
    rowsOf([[2, [5, 6, 7, 8]], [3, null], [1.5, [9, "Infinity"]]]),
    "v",
    "server",
  );
  assert.deepEqual(buffer.columns.map(({ time }) => time), [0, 1, 1.5, 2]);
  assert.deepEqual(
    buffer.columns.map(({ values }) => [...values]),
    [[1, NaN], [3, 4], [9, NaN], [6, 8]],
  );
  assert.equal(buffer.elements, 4);
  assert.deepEqual(buffer.latest, {
    time: 1.5,
    sender: "n2",
    values: [9, null],
  });
  assert.equal(buffer.lastTime, 2);
  assert.equal(buffer.indexFrom(1.5), 2);
});

test("the number of vectors is bounded, the latest are kept", () => {
  const buffer = new HeatBuffer(1, 0.1, 8);
  const times = Array.from({ length: 100 }, (_, at) => at);
  buffer.add(rowsOf(times.map((time) => [time, [time]])), "v", "server");
  assert.ok(buffer.columns.length <= 8);
  assert.deepEqual(buffer.columns.slice(-3).map(({ time }) => time), [
    97,
    98,
    99,
  ]);
});

test("vectors of the same slot of time are averaged", () => {
  const buffer = new HeatBuffer(4, 0.5);
  const rows = rowsOf([[1, [1, null]], [1.2, [3, 4, 8]], [1.4, [5, 6]], [1.6, [
    9,
  ]]]);
  buffer.add(rows, "v", "server");
  assert.deepEqual(buffer.columns.map(({ time }) => time), [1, 1.6]);
  assert.deepEqual(
    [...buffer.columns[0].values],
    [3, 4 + 2 / 3, 8].map(Math.fround),
  );
  assert.equal(buffer.columns[0].count, 3);
});

function rowsOf(rows: readonly (readonly [number, CellValue])[]): Rows {
  return {
    ids: rows.map((_, at) => at + 1),
    senders: rows.map(() => "n2"),
    seqs: rows.map((_, at) => at),
    client: rows.map(() => null),
    server: rows.map(([time]) => time),
    values: { v: rows.map(([, value]) => value) },
    lastId: rows.length,
    more: false,
  };
}
