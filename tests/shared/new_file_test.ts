import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { FileExistsError, NewFile } from "../../shared/new_file.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

const path = (name: string) => join(directory, name);

test("A file has its name once it is finished", () => {
  const file = new NewFile(path("a"), { beside: ["-rows"] });
  file.check();
  writeFileSync(file.draft, "all");
  writeFileSync(`${file.draft}-rows`, "");
  assert.ok(!readdirSync(directory).includes("a"));
  file.finish();
  assert.deepEqual(readdirSync(directory), ["a"]);
  assert.equal(readFileSync(path("a"), "utf8"), "all");
});

test("A discarded file leaves nothing", () => {
  const file = new NewFile(path("a"), { beside: ["-rows"] });
  writeFileSync(file.draft, "some");
  writeFileSync(`${file.draft}-rows`, "");
  file.discard();
  assert.deepEqual(readdirSync(directory), []);
});

test("Another file of its name is kept, unless it replaces that", () => {
  const file = new NewFile(path("a"));
  writeFileSync(file.draft, "new");
  writeFileSync(path("a"), "old");
  assert.throws(() => file.check(), FileExistsError);
  assert.throws(() => file.finish(), FileExistsError);
  assert.equal(readFileSync(path("a"), "utf8"), "old");
  const other = new NewFile(path("a"), { replaces: true });
  other.check();
  writeFileSync(other.draft, "new");
  other.finish();
  assert.equal(readFileSync(path("a"), "utf8"), "new");
  assert.deepEqual(readdirSync(directory), ["a"]);
});

test("A file that can't get its name is an error of the system", () => {
  mkdirSync(path("d"));
  const file = new NewFile(path("d"), { replaces: true });
  writeFileSync(file.draft, "new");
  assert.throws(() => file.finish(), /EISDIR|ENOTEMPTY|EEXIST|EPERM/);
});
