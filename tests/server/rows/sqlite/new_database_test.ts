import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import {
  createTables,
  NewDatabases,
  PAGE_SIZE,
} from "../../../../server/rows/sqlite/new_database.ts";
import { query, scalar } from "../../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

const everything = "SELECT type, name, sql FROM sqlite_master";
const metadata = "SELECT * FROM _experiment_metadata";

test("A new file is the same as one created by SQLite step by step", async () => {
  const laid = join(directory, "laid.sq3");
  await new NewDatabases().make(laid);
  const made = join(directory, "made.sq3");
  using database = new DatabaseSync(made);
  createTables(database);
  for (const sql of [everything, metadata]) {
    assert.deepEqual(query(laid, sql), query(made, sql));
  }
  assert.equal(scalar(laid, "PRAGMA journal_mode"), "wal");
  assert.equal(scalar(laid, "PRAGMA page_size"), PAGE_SIZE);
  assert.equal(scalar(laid, "PRAGMA integrity_check"), "ok");
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.endsWith(".new")),
    [],
  );
});

test("An existing file is never changed", async () => {
  const path = join(directory, "a.sq3");
  writeFileSync(path, "mine");
  await new NewDatabases().make(path);
  assert.equal(readFileSync(path, "utf8"), "mine");
});

test("If no file can be created, nothing is, and SQLite reports the reason", async () => {
  const databases = new NewDatabases();
  await databases.make(join(directory, "missing", "a.sq3"));
  mkdirSync(join(directory, "b.sq3"));
  await databases.make(join(directory, "b.sq3"));
  assert.deepEqual(readdirSync(directory), ["b.sq3"]);
});

test("createTables() creates nothing twice", () => {
  using database = new DatabaseSync(":memory:");
  createTables(database);
  createTables(database);
  assert.equal(database.prepare(metadata).all().length, 1);
});
