import assert from "node:assert/strict";
import { test } from "node:test";
import {
  IMPORTED,
  isSame,
  keysOf,
  makeRecord,
  readRecord,
} from "../../captures/import_record.ts";

const [A, B] = ["a".repeat(32), "b".repeat(32)];
const KEY = { head: A, digest: B, size: 2 ** 40, occurrence: 2 };

test("The record of a stream is read from the progress that it names", () => {
  const record = makeRecord(KEY, 3, 500);
  assert.ok(record.name.startsWith(IMPORTED));
  const progress = { stream: record.name, offset: 500, redefined: 0 };
  assert.deepEqual(readRecord(progress), record);
  assert.deepEqual(record, { ...KEY, name: record.name, copy: 3, offset: 500 });
});

test("The progress of a client's stream is no record", () => {
  const names = [
    "0c6d2c4e-9d1f-4c77-8f5e-7b1ad6f2a111",
    `${IMPORTED}of another kind`,
    makeRecord({ ...KEY, head: "a" }, 1, 0).name,
  ];
  for (const stream of names) {
    const progress = { stream, offset: 1, redefined: 0 };
    assert.equal(readRecord(progress), undefined);
  }
});

test("The same streams of one file are numbered", () => {
  const one = { head: A, digest: A, size: 10 };
  const longer = { ...one, size: 20 };
  const keys = keysOf([one, longer, one, one]);
  assert.deepEqual(keys.map(({ occurrence }) => occurrence), [1, 1, 2, 3]);
  assert.ok(isSame(keys[0], { ...keys[0] }));
  assert.ok(!isSame(keys[0], keys[2]));
  assert.ok(!isSame(keys[0], keys[1]));
});
