import assert from "node:assert/strict";
import { test } from "node:test";
import {
  candidates,
  isTime,
  joinTimes,
  shownTimes,
  wantedIds,
} from "../../archive/selection.ts";
import { TimeIndex } from "../../archive/time_index.ts";

test("A plot shows the time of the query, or else that of the table", () => {
  const known = { from: 1, to: 9 };
  assert.deepEqual(shownTimes({}, known), known);
  assert.deepEqual(shownTimes({ from: 3 }, known), { from: 3, to: 9 });
  assert.deepEqual(shownTimes({ from: 10 }, known), { from: 10, to: 10 });
  assert.deepEqual(shownTimes({ to: 5 }, undefined), { from: 5, to: 5 });
  assert.deepEqual(shownTimes({}, undefined), { from: 0, to: 0 });
});

test("Times are joined, and only finite numbers are times", () => {
  const [a, b] = [{ from: 1, to: 2 }, { from: 0, to: 1 }];
  assert.deepEqual(joinTimes(a, b), { from: 0, to: 2 });
  assert.deepEqual(joinTimes(undefined, b), b);
  assert.equal(joinTimes(undefined, undefined), undefined);
  assert.deepEqual([0, NaN, Infinity, "1", null].map(isTime), [
    ...[true, false, false, false, false],
  ]);
});

test("The wanted ids exist, and are between the limits", () => {
  const all = { from: 5, to: 20 };
  const limit = 1;
  assert.deepEqual(wantedIds(all, { limit }), all);
  const some = wantedIds(all, { limit, after: 6.5, before: 9.5 });
  assert.deepEqual(some, { from: 7, to: 9 });
  assert.equal(wantedIds(all, { limit, after: 20 }), undefined);
  assert.equal(wantedIds(undefined, { limit }), undefined);
});

test("Without a time all ids are candidates, and with one those not indexed", () => {
  const ids = { from: 1, to: 100 };
  const index = new TimeIndex(1);
  assert.deepEqual(candidates(index, { limit: 1 }, ids), [ids]);
  assert.deepEqual(candidates(index, { limit: 1, from: 3 }, ids), [ids]);
});
