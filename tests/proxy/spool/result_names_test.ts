import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  createFree,
  firstName,
  journalPath,
  ResultNames,
  savedJournalPath,
} from "../../../proxy/spool/result_names.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

let directory: string;
test.beforeEach(() => directory = makeTempDir());
test.afterEach(() => removeTempDir(directory));

/** Creates empty files in the directory. */
function make(...names: readonly string[]): void {
  for (const name of names) writeFileSync(join(directory, name), "");
}

test("ResultNames returns unused names in order", async () => {
  make("r.1");
  const names = new ResultNames(join(directory, "r"));
  for (const expected of ["r", "r.2", "r.3"]) {
    const { path, file } = await names.create();
    await file.close();
    assert.equal(path, join(directory, expected));
  }
  assert.deepEqual(readdirSync(directory), ["r", "r.1", "r.2", "r.3"]);
});

test("ResultNames finds its files that have a journal, in order", () => {
  const own = ["r", "r.2", "r.10"];
  const others = ["rest", "r.02", "r.x", "r.2#1", "s"];
  make("r.3", ...[...own, ...others].map(journalPath));
  const names = new ResultNames(join(directory, "r"));
  const found = own.map((name) => join(directory, name));
  assert.deepEqual(names.journaled(), found);
});

test("createFree() never overwrites a file", async () => {
  make("a", "a.1");
  const { path, file } = await createFree(join(directory, "a"));
  await file.close();
  assert.equal(path, join(directory, "a.2"));
});

test("A missing directory is an error, not a used name", async () => {
  await assert.rejects(createFree(join(directory, "no", "a")), /ENOENT/);
});

test("firstName() is the name of the first file, and journals are beside their files", () => {
  assert.equal(firstName("/srv/r.12"), "/srv/r");
  assert.equal(firstName("/srv/r"), "/srv/r");
  assert.equal(journalPath("/srv/r.1"), "/srv/r.1.journal");
  assert.equal(savedJournalPath("/srv/r", 1), "/srv/r#1.journal");
});
