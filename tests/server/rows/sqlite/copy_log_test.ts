import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { copyLog } from "../../../../server/rows/sqlite/copy_log.ts";
import { countRows, openToRead, scalar } from "../../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";

let directory = "";
let path = "";
let database: DatabaseSync;
beforeEach(() => {
  directory = makeTempDir();
  path = join(directory, "a.sq3");
  database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA user_version = 7;
    CREATE TABLE t (a)`);
});
afterEach(() => {
  database.close();
  removeTempDir(directory);
});

/** Adds a row; `a` fills some pages. */
function write(count = 1): void {
  for (let i = 0; i < count; i++) {
    database.exec("INSERT INTO t VALUES (hex(randomblob(5000)))");
  }
}

function rowsInCopy(): number {
  const copy = join(directory, "copy.sq3");
  copyFileSync(path, copy);
  return countRows(copy, "t");
}

/** Identifies the log until SQLite starts it anew, which overwrites it. */
function salt(): string {
  return readFileSync(`${path}-wal`).subarray(16, 24).toString("hex");
}

function checkpoint(): unknown[] {
  return Object.values(
    database.prepare("PRAGMA wal_checkpoint(PASSIVE)").get() ?? {},
  );
}

test("copyLog() completes the file", () => {
  write(20);
  assert.equal(rowsInCopy(), 0);
  copyLog(database, path);
  assert.equal(rowsInCopy(), 20);
  assert.equal(scalar(path, "PRAGMA user_version"), 7);
  assert.equal(scalar(path, "PRAGMA integrity_check"), "ok");
});

test("The log is not overwritten before a checkpoint has forced the file to disk", () => {
  write(20);
  const before = salt();
  copyLog(database, path);
  write();
  assert.equal(salt(), before);
  const [busy, frames, copied] = checkpoint();
  assert.deepEqual([busy, copied], [0, frames]);
  write();
  assert.notEqual(salt(), before);
  assert.equal(countRows(path, "t"), 22);
});

test("A transaction that reads prevents a complete file until it ends", () => {
  write(20);
  using reader = openToRead(path);
  reader.exec("BEGIN; SELECT * FROM t LIMIT 1");
  write(10);
  copyLog(database, path);
  assert.equal(rowsInCopy(), 0);
  assert.equal(countRows(path, "t"), 30);
  reader.exec("COMMIT");
  copyLog(database, path);
  assert.equal(rowsInCopy(), 30);
});
