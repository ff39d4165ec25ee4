import assert from "node:assert/strict";
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { ArchiveError } from "../../../archive/errors.ts";
import { SqliteStoredPlace } from "../../../stored/sqlite/sqlite_place.ts";
import {
  addRows,
  copyDatabase,
  createDatabase,
} from "../../archive/sqlite/_support/databases.ts";
import { allRows } from "../../contracts/stored_contract.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { waitFor } from "../../_support/wait_for.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
  for (const name of ["data", "tmp"]) mkdirSync(path(name));
});
afterEach(() => removeTempDir(directory));

const path = (...names: string[]) => join(directory, ...names);
const open = () =>
  new SqliteStoredPlace({ directory: path("data") }, path("tmp")).open("e");

test("A live database can empty its log while it is read", async () => {
  using writer = createDatabase(path("data/e.sq3"), "wal");
  addRows(writer, 0, 5_000);
  await using experiment = await open();
  const rows = experiment.rows("app_m")[Symbol.asyncIterator]();
  const { count } = (await rows.next()).value;
  addRows(writer, 5_000, 6_000);
  const { busy, log, checkpointed } = writer.prepare(
    "PRAGMA wal_checkpoint(TRUNCATE)",
  ).get() ?? {};
  assert.deepEqual([busy, log, checkpointed], [0, 0, 0]);
  let all: number = count;
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    all += next.value.count;
  }
  assert.equal(all, 5_000);
});

test("What a crash left is read from a private copy, which is removed", async () => {
  using writer = createDatabase(path("live.sq3"), "wal");
  addRows(writer, 0, 3_000);
  copyDatabase(path("live.sq3"), path("data/e.sq3"), ["-wal"]);
  const before = readdirSync(path("data"));
  {
    await using experiment = await open();
    assert.equal((await allRows(experiment, "app_m")).count, 3_000);
    assert.equal(readdirSync(path("tmp")).length, 1);
  }
  assert.deepEqual(readdirSync(path("tmp")), []);
  assert.deepEqual(readdirSync(path("data")), before);
});

test("A file in WAL mode without a log is read while a server begins to write it", async () => {
  createDatabase(path("data/e.sq3"), "wal").close();
  {
    using writer = createDatabase(path("full.sq3"), "wal");
    addRows(writer, 0, 5_000);
  }
  copyFileSync(path("full.sq3"), path("data/e.sq3"));
  await using experiment = await open();
  const rows = experiment.rows("app_m")[Symbol.asyncIterator]();
  let count: number = (await rows.next()).value.count;
  using writer = new DatabaseSync(path("data/e.sq3"));
  addRows(writer, 5_000, 9_000);
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    count += next.value.count;
  }
  assert.equal(count, 5_000);
});

test("Another file of the same name is an error, and never read", async () => {
  for (const [name, rows] of [["data/e.sq3", 5_000], ["new.sq3", 9]] as const) {
    using writer = createDatabase(path(name), "delete");
    addRows(writer, 0, rows);
  }
  await using experiment = await open();
  renameSync(path("new.sq3"), path("data/e.sq3"));
  // A connection that is still open reads the file of before.
  await waitFor("the fault", async () => {
    try {
      assert.equal((await allRows(experiment, "app_m")).count, 5_000);
      return false;
    } catch (error) {
      assert.ok(error instanceof ArchiveError);
      assert.match(error.message, /e\.sq3: another file has its name now/);
      return true;
    }
  });
  rmSync(path("data/e.sq3"));
  await assert.rejects(allRows(experiment, "app_m"), ArchiveError);
});
