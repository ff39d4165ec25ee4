import assert from "node:assert/strict";
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { UnfinishedFiles } from "../../../../server/rows/sqlite/unfinished_files.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import { openToRead, scalar, sideFiles } from "../../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { waitFor } from "../../../_support/wait_for.ts";

let directory = "";
let path = "";
beforeEach(() => {
  directory = makeTempDir();
  // Characters that mean something in the URI that SQLite is given.
  path = join(directory, "a%?#.sq3");
});
afterEach(() => removeTempDir(directory));

/** A database in WAL mode that is closed while a reader has it open. */
function leaveBehind() {
  const database = new DatabaseSync(path);
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
  return { log, files: new UnfinishedFiles(log, firstPause) };
}

const isWhole = () =>
  sideFiles(path).length === 0 &&
  scalar(path, "PRAGMA journal_mode") === "delete";

test("A file is made whole soon after the other program has closed it", async () => {
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

test("finish() tries a last time, and then gives up", () => {
  const { log, files } = setUp(60_000);
  const { reader, file } = leaveBehind();
  files.add(file);
  reader.close();
  files.finish();
  assert.ok(isWhole());
  assert.equal(log.of("info").length, 1);
});

test("A file that is opened again is left to whoever has it", async () => {
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

test("A file that was removed is not made again", () => {
  const { log, files } = setUp(60_000);
  const { reader, file } = leaveBehind();
  files.add(file);
  reader.close();
  rmSync(path);
  files.finish();
  assert.equal(existsSync(path), false);
  assert.deepEqual(log.lines, []);
});
