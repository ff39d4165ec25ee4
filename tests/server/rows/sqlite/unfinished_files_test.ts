import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { createTables } from "../../../../server/rows/sqlite/new_database.ts";
import { SpareTime } from "../../../../server/rows/sqlite/spare_time.ts";
import { UnfinishedFiles } from "../../../../server/rows/sqlite/unfinished_files.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import { openToRead, scalar, sideFiles } from "../../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { waitFor } from "../../../_support/wait_for.ts";

let directory = "";
let path = "";
beforeEach(() => {
  directory = makeTempDir();
  path = join(directory, "a.sq3");
});
afterEach(() => removeTempDir(directory));

/** A database in WAL mode that is closed while a reader has it open. */
function leaveBehind() {
  const database = new DatabaseSync(path);
  createTables(database);
  database.exec(
    "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)",
  );
  const reader = openToRead(path);
  reader.prepare("SELECT * FROM t").all();
  database.close();
  const file = { domain: "a", path, inode: statSync(path).ino };
  return { reader, file };
}

function setUp(firstPause: number) {
  const log = new MemoryLog();
  return { log, files: new UnfinishedFiles(new SpareTime(), log, firstPause) };
}

const isWhole = () =>
  sideFiles(path).length === 0 &&
  scalar(path, "PRAGMA journal_mode") === "delete";

test("A file is completed soon after the other program has closed it", async () => {
  const { log, files } = setUp(5);
  const { reader, file } = leaveBehind();
  files.add(file);
  await new Promise((done) => setTimeout(done, 50));
  assert.deepEqual(log.lines, []);
  assert.notDeepEqual(sideFiles(path), []);
  reader.close();
  await waitFor("the end of it", () => log.lines.length > 0);
  assert.equal(
    log.lines.join(),
    "info: a: the database is complete in its one file",
  );
  assert.ok(isWhole());
});

test("finish() tries one last time", () => {
  const { log, files } = setUp(60_000);
  const { reader, file } = leaveBehind();
  files.add(file);
  reader.close();
  files.finish();
  assert.ok(isWhole());
  assert.equal(log.of("info").length, 1);
});

test("Files of an earlier server are completed, at once or when a reader ends", async () => {
  for (const isAtOnce of [true, false]) {
    const { log, files } = setUp(5);
    const { reader } = leaveBehind();
    if (isAtOnce) reader.close();
    files.review("a", path);
    if (!isAtOnce) {
      await new Promise((done) => setTimeout(done, 30));
      assert.deepEqual(log.lines, []);
      reader.close();
    }
    await waitFor("the end of it", () => log.lines.length > 0);
    assert.ok(isWhole());
    rmSync(path);
  }
});

test("Other files with such a name are ignored", async () => {
  const { log, files } = setUp(5);
  writeFileSync(path, "this is no database".repeat(100));
  new DatabaseSync(join(directory, "fine.sq3")).close();
  symlinkSync("nowhere", join(directory, "link.sq3"));
  mkdirSync(join(directory, "directory.sq3"));
  const names = readdirSync(directory);
  for (const name of names) files.review("a", join(directory, name));
  await new Promise((done) => setTimeout(done, 50));
  assert.deepEqual(log.lines, []);
  assert.deepEqual(readdirSync(directory), names);
});

test("Another program's database is left in WAL mode", async () => {
  const { log, files } = setUp(5);
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
  database.close();
  files.review("a", path);
  await new Promise((done) => setTimeout(done, 50));
  assert.deepEqual(log.lines, []);
  assert.equal(scalar(path, "PRAGMA journal_mode"), "wal");
});

test("A file that is opened again is left to its user", async () => {
  const { log, files } = setUp(1);
  const { reader, file } = leaveBehind();
  files.add(file);
  files.forget(path);
  reader.close();
  await new Promise((done) => setTimeout(done, 30));
  files.finish();
  assert.deepEqual(log.lines, []);
  assert.equal(scalar(path, "PRAGMA journal_mode"), "wal");
});

test("A removed file is not created again", () => {
  const { log, files } = setUp(60_000);
  const { reader, file } = leaveBehind();
  files.add(file);
  reader.close();
  rmSync(path);
  files.finish();
  assert.equal(existsSync(path), false);
  assert.deepEqual(log.lines, []);
});
