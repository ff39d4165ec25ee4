import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { FreeNames } from "../../../../server/rows/unsaved/free_names.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

const path = (name: string) => join(directory, name);

test("Names count from the first one that is free", () => {
  writeFileSync(path("a.unsaved.oml"), "");
  writeFileSync(path("a.unsaved.3.oml"), "");
  const names = new FreeNames("a");
  const found = [1, 2].map(() => names.next(directory));
  const expected = ["a.unsaved.2.oml", "a.unsaved.4.oml"].map(path);
  assert.deepEqual(found, expected);
});

test("No name is checked twice in a directory", () => {
  const names = new FreeNames("a");
  const first = names.next(directory);
  writeFileSync(first, "");
  rmSync(first);
  assert.equal(names.next(directory), path("a.unsaved.2.oml"));
  const other = path("other");
  mkdirSync(other);
  assert.equal(names.next(other), join(other, "a.unsaved.oml"));
});
