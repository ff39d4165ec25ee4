import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, test } from "node:test";
import { UnsavedFile } from "../../../../server/rows/unsaved/unsaved_file.ts";
import { openFilesBelow } from "../../../_support/open_files.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

const bytes = (text: string) => new TextEncoder().encode(text);

test("A file contains what was added, in order", () => {
  const path = join(directory, "a.unsaved.oml");
  const file = new UnsavedFile(path);
  file.add(bytes("one\n"));
  file.add(bytes("two\n"));
  file.close();
  assert.equal(readFileSync(path, "utf8"), "one\ntwo\n");
});

test("An existing file or link is not overwritten", () => {
  const path = join(directory, "a.unsaved.oml");
  const link = join(directory, "b.unsaved.oml");
  new UnsavedFile(path).close();
  symlinkSync(path, link);
  assert.throws(() => new UnsavedFile(path), /EEXIST|exists/);
  assert.throws(() => new UnsavedFile(link), /EEXIST|exists/);
});

test("Files are only open while they are written", {
  skip: process.platform !== "linux" && "only Linux shows open files",
}, () => {
  const files = Array.from(
    { length: 100 },
    (_, i) => new UnsavedFile(join(directory, `${i}.unsaved.oml`)),
  );
  for (const file of files) file.add(bytes("one\n"));
  assert.deepEqual(openFilesBelow(directory), []);
  for (const file of files) file.close();
});
