import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SeenRows } from "../../merge/seen_rows.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

let root = "";
const path = () => join(root, "rows");
before(() => {
  root = makeTempDir();
});
after(() => removeTempDir(root));

const key = { seq: 1, high: 2 ** 53 - 1, low: 2 ** 52 + 1 };

test("A tuple is repeated as often as another part has given it", () => {
  using seen = new SeenRows(path());
  const parts = [0, 0, 1, 2, 1, 1, 0, 2];
  assert.deepEqual(
    parts.map((part) => seen.isRepeated(part, key, 5)),
    [false, false, true, true, true, false, true, true],
  );
});

test("Tuples differ in number, hash, and time by more than a microsecond", () => {
  using seen = new SeenRows(path());
  assert.equal(seen.isRepeated(0, key, 5), false);
  assert.equal(seen.isRepeated(1, { ...key, seq: 2 }, 5), false);
  assert.equal(seen.isRepeated(1, { ...key, high: key.high - 1 }, 5), false);
  assert.equal(seen.isRepeated(1, { ...key, low: key.low + 1 }, 5), false);
  assert.equal(seen.isRepeated(1, key, 5.000002), false);
  assert.equal(seen.isRepeated(1, key, 4.9999995), true);
});

test("The file is removed at the end", () => {
  {
    using _seen = new SeenRows(path());
    assert.equal(existsSync(path()), true);
  }
  assert.equal(existsSync(path()), false);
});
