import assert from "node:assert/strict";
import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, test } from "node:test";
import { checkDataDir } from "../../../cli/check/check_data_dir.ts";
import { lockDataDir } from "../../../server/rows/sqlite/data_dir_lock.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

/** The findings as lines. */
function lines(path = directory): string[] {
  return checkDataDir(path).map(({ state, subject, text }) =>
    `${state} ${subject}: ${text}`
  );
}

test("A directory has a lock, space and databases, and is not changed", () => {
  writeFileSync(join(directory, "a.sq3"), "");
  writeFileSync(join(directory, "notes.txt"), "");
  const [found, lock, space, databases] = lines();
  assert.equal(found, `ok data directory: ${directory}`);
  assert.equal(lock, "ok lock: not in use by another server");
  assert.match(space, /^(ok|warning) free space: [0-9.]+ GiB$/);
  assert.equal(databases, "ok databases: 1, all writable");
  assert.deepEqual(readdirSync(directory).sort(), ["a.sq3", "notes.txt"]);
});

test("A missing directory would be created, and is not", () => {
  const path = join(directory, "new");
  assert.deepEqual(lines(path), [`ok data directory: ${path} will be created`]);
  assert.deepEqual(readdirSync(directory), []);
});

test("A directory without a parent can't be created", () => {
  const [finding, ...more] = checkDataDir(join(directory, "no", "where"));
  assert.deepEqual([finding.state, more], ["problem", []]);
  assert.match(
    finding.text,
    /no\/where does not exist and can't be created .*ENOENT/,
  );
  assert.match(finding.remedy ?? "", /-D/);
});

test("A file is not a directory", () => {
  const path = join(directory, "file");
  writeFileSync(path, "");
  const [finding] = checkDataDir(path);
  assert.equal(finding.state, "problem");
  assert.match(finding.text, /ENOTDIR|not a directory/i);
});

test("The server that uses the directory is named, and keeps its lock", () => {
  const lock = lockDataDir(directory, 4711);
  try {
    for (let i = 0; i < 2; i++) {
      assert.equal(
        lines()[1],
        "problem lock: the oml2-server or oml2 import with process id 4711 is using it",
      );
    }
  } finally {
    lock.release();
  }
  assert.equal(lines()[1], "ok lock: not in use by another server");
});

const isRoot = process.getuid?.() === 0 && "root may write everywhere";
test("Databases that can't be written are named", { skip: isRoot }, () => {
  for (const name of ["a.sq3", "b.sq3", "c.sq3", "d.sq3", "e.sq3"]) {
    writeFileSync(join(directory, name), "");
    if (name !== "e.sq3") chmodSync(join(directory, name), 0o444);
  }
  assert.equal(
    lines()[3],
    "warning databases: 4 of 5 can't be written: a.sq3, b.sq3, c.sq3, ...",
  );
});
