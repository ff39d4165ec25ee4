import assert from "node:assert/strict";
import { test } from "node:test";
import type { RejectedSample } from "../../../archive/rows.ts";
import { withLatest, withOlder } from "../../../web/model/reject_list.ts";

const some = (...ids: readonly number[]): RejectedSample[] =>
  ids.map((id) => ({
    ...{
      id,
      time: id,
      sender: "n1",
      reason: "not a tuple",
      raw: "",
      length: 0,
    },
  }));

const ids = (samples: readonly RejectedSample[]) => samples.map(({ id }) => id);

test("Later samples are put in front, each once", () => {
  assert.deepEqual(ids(withLatest([], some(3, 2))), [3, 2]);
  assert.deepEqual(ids(withLatest(some(3, 2, 1), some(4, 3))), [4, 3, 2, 1]);
  assert.deepEqual(ids(withLatest(some(3, 2), [])), []);
});

test("Samples before a possible hole are dropped", () => {
  assert.deepEqual(ids(withLatest(some(3, 2, 1), some(9, 8))), [9, 8]);
});

test("Older samples follow, each once", () => {
  assert.deepEqual(ids(withOlder(some(5, 4), some(4, 3))), [5, 4, 3]);
  assert.deepEqual(ids(withOlder([], some(2, 1))), [2, 1]);
});
