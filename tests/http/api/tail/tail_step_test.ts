import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rows } from "../../../../archive/rows.ts";
import {
  emptyStep,
  newestStep,
  nextStep,
  type TailStep,
} from "../../../../http/api/tail/tail_step.ts";

function rowsOf(ids: readonly number[], rest: Partial<Rows> = {}): Rows {
  return {
    ids,
    senders: ids.map((id) => `s${id}`),
    seqs: ids,
    client: ids,
    server: ids,
    values: { x: ids },
    lastId: ids.at(-1) ?? 0,
    more: false,
    ...rest,
  };
}

function dataOf({ event }: TailStep) {
  const text = /^id: (\d+)\nevent: rows\ndata: (.*)\n\n$/.exec(event ?? "");
  assert.ok(text, event);
  const data = JSON.parse(text[2]);
  assert.equal(data.lastId, Number(text[1]));
  return data;
}

test("the next step has all rows, and ends where they were looked at", () => {
  const step = nextStep(5, rowsOf([6, 8], { lastId: 9, more: true }));
  assert.equal(step.lastId, 9);
  const { ids, skipped, lastId, more } = dataOf(step);
  assert.deepEqual([ids, skipped, lastId, more], [[6, 8], 0, 9, true]);
});

test("a step without rows has no event, and never goes back", () => {
  const step = nextStep(5, rowsOf([]));
  assert.deepEqual(step, { after: 5, lastId: 5, event: undefined });
  assert.equal(nextStep(5, rowsOf([], { lastId: 7 })).lastId, 7);
});

test("the newest step counts the ids before its first row", () => {
  const { ids, skipped } = dataOf(newestStep(
    5,
    rowsOf([9, 10], {
      more: true,
    }),
  ));
  assert.deepEqual([ids, skipped], [[9, 10], 3]);
});

test("the newest step has no rows that are known, and no gap then", () => {
  const rows = rowsOf([4, 5, 8, 9], { more: true });
  const { ids, senders, values, skipped, more } = dataOf(newestStep(5, rows));
  assert.deepEqual(ids, [8, 9]);
  assert.deepEqual(senders, ["s8", "s9"]);
  assert.deepEqual(values, { x: [8, 9] });
  assert.deepEqual([skipped, more], [0, false]);
  assert.equal(newestStep(9, rows).event, undefined);
});

test("the newest step of few rows of some senders has no gap", () => {
  assert.equal(dataOf(newestStep(5, rowsOf([90]))).skipped, 0);
  assert.equal(newestStep(5, rowsOf([90]), 95).lastId, 95);
});

test("an empty step tells that all was passed over", () => {
  const { ids, skipped, lastId } = dataOf(emptyStep(5, 105));
  assert.deepEqual([ids, skipped, lastId], [[], 100, 105]);
  assert.equal(emptyStep(5, 5).event, undefined);
});
