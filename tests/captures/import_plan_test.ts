import assert from "node:assert/strict";
import { test } from "node:test";
import {
  nextCopy,
  planCopy,
  planRest,
  possibleAncestors,
} from "../../captures/import_plan.ts";
import { makeRecord, type StreamKey } from "../../captures/import_record.ts";

const HEAD = "a".repeat(32);

/** A stream of `size` bytes. */
function key(size: number, occurrence = 1): StreamKey {
  const digest = String(size).padStart(32, "0");
  return { head: HEAD, digest, size, occurrence };
}

test("A stream without records is imported from its start", () => {
  const others = [makeRecord(key(50), 1, 50)];
  assert.deepEqual(planRest(key(100), others, []), {
    record: makeRecord(key(100), 1, 0),
  });
});

test("An interrupted import goes on where it was", () => {
  const begun = makeRecord(key(100), 1, 40);
  assert.deepEqual(planRest(key(100), [begun], []), { record: begun });
});

test("A stream that has grown goes on behind what was imported of it", () => {
  const [early, late] = [
    makeRecord(key(50), 1, 50),
    makeRecord(key(80), 1, 70),
  ];
  const plan = planRest(key(100), [early, late], [early, late]);
  assert.deepEqual(plan, {
    record: makeRecord(key(100), 1, 70),
    ancestor: late,
  });
});

test("Of a grown stream whose own import was interrupted, that goes on", () => {
  const early = makeRecord(key(50), 1, 50);
  const begun = makeRecord(key(100), 1, 60);
  const plan = planRest(key(100), [early, begun], [early]);
  assert.deepEqual(plan, { record: begun });
});

test("A record that is behind its ancestor is left alone", () => {
  const early = makeRecord(key(50), 1, 50);
  const again = makeRecord(key(100), 1, 20);
  const plan = planRest(key(100), [early, again], [early]);
  assert.deepEqual(plan, {
    record: makeRecord(key(100), 2, 50),
    ancestor: early,
  });
});

test("Only shorter streams with the same headers can be ancestors", () => {
  const right = makeRecord(key(50), 1, 50);
  const records = [
    right,
    makeRecord(key(100), 1, 100),
    makeRecord(key(150), 1, 150),
    makeRecord({ ...key(60), head: "b".repeat(32) }, 1, 60),
    makeRecord(key(70, 2), 1, 70),
    makeRecord(key(80), 1, 80),
  ];
  // The file has a stream of 80 bytes as well, which is not the beginning of
  // this one.
  const keys = [key(80), key(100)];
  assert.deepEqual(possibleAncestors(key(100), keys, records), [right]);
});

test("A file is stored once more only when its last copy is complete", () => {
  const keys = [key(10), key(20)];
  const records = (
    ...offsets: [size: number, copy: number, offset: number][]
  ) =>
    offsets.map(([size, copy, offset]) => makeRecord(key(size), copy, offset));
  assert.equal(nextCopy(keys, []), 1);
  assert.equal(nextCopy(keys, records([10, 1, 10])), 1);
  assert.equal(nextCopy(keys, records([10, 1, 10], [20, 1, 19])), 1);
  const once = records([10, 1, 10], [20, 1, 20]);
  assert.equal(nextCopy(keys, once), 2);
  const begun = [...once, ...records([10, 2, 10])];
  assert.equal(nextCopy(keys, begun), 2);
  assert.equal(planCopy(keys[0], begun, 2).record.offset, 10);
  assert.deepEqual(planCopy(keys[1], begun, 2), {
    record: makeRecord(key(20), 2, 0),
  });
});
