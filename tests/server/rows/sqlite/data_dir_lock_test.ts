import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import {
  dataDirUser,
  lockDataDir,
} from "../../../../server/rows/sqlite/data_dir_lock.ts";
import { StoreError } from "../../../../server/rows/store.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

test("A second lock fails and names its holder and a remedy", () => {
  const lock = lockDataDir(directory, 4711);
  assert.throws(() => lockDataDir(directory, 4712), (error) => {
    assert.ok(error instanceof StoreError);
    assert.match(error.message, /process id 4711\b/);
    assert.ok(error.message.includes(directory));
    assert.match(error.hint ?? "", /-D/);
    return true;
  });
  lock.release();
});

test("A failed lock does not affect the holder", () => {
  const lock = lockDataDir(directory, 4711);
  for (let i = 0; i < 2; i++) {
    assert.throws(() => lockDataDir(directory, 4712), /4711/);
  }
  lock.release();
});

test("A released directory can be locked again", () => {
  lockDataDir(directory, 1).release();
  lockDataDir(directory, 2).release();
});

test("The process id can be read while the lock holds, by scripts too", () => {
  const lock = lockDataDir(directory, 4711);
  const path = join(directory, ".oml2-server.pid");
  assert.equal(readFileSync(path, "utf8"), "4711\n");
  lock.release();
  assert.equal(readdirSync(directory).includes(".oml2-server.pid"), false);
});

test("A lock leaves no file that looks like a database", () => {
  lockDataDir(directory, 1).release();
  assert.deepEqual(
    readdirSync(directory).filter((name) => !name.startsWith(".oml2-server.")),
    [],
  );
});

test("Two directories are locked independently", () => {
  const other = makeTempDir();
  const locks = [directory, other].map((path) => lockDataDir(path, 1));
  locks.forEach((lock) => lock.release());
  removeTempDir(other);
});

test("The holder of a lock can be determined without locking", () => {
  assert.equal(dataDirUser(directory), undefined);
  assert.deepEqual(readdirSync(directory), [], "nothing is made");
  const lock = lockDataDir(directory, 4711);
  const start = performance.now();
  assert.equal(dataDirUser(directory), "4711");
  assert.throws(() => lockDataDir(directory, 4712), /4711/);
  assert.ok(performance.now() - start < 2_000, "it does not wait");
  lock.release();
  assert.equal(dataDirUser(directory), undefined);
});
