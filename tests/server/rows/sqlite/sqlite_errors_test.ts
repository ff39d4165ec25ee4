import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import {
  isBusy,
  isDiskFault,
  isRejection,
} from "../../../../server/rows/sqlite/sqlite_errors.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

/** Errors that this runtime's SQLite throws. */
function errorOf(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  assert.fail("It did not throw");
}

function expectKind(
  error: unknown,
  expected: { busy: boolean; disk: boolean },
): void {
  const found = { busy: isBusy(error), disk: isDiskFault(error) };
  assert.deepEqual(found, expected, String(error));
}

test("A database that another connection writes to is busy", () => {
  const path = join(directory, "a.db");
  using holder = new DatabaseSync(path, { timeout: 0 });
  using other = new DatabaseSync(path, { timeout: 0 });
  holder.exec("CREATE TABLE t (x); BEGIN EXCLUSIVE");
  for (const sql of ["BEGIN IMMEDIATE", "SELECT * FROM t"]) {
    const error = errorOf(() => other.exec(sql));
    expectKind(error, { busy: true, disk: false });
  }
});

test("A full disk is a disk fault", () => {
  using database = new DatabaseSync(join(directory, "a.db"));
  database.exec("PRAGMA max_page_count = 3; CREATE TABLE t (x)");
  const error = errorOf(() =>
    database.exec("INSERT INTO t VALUES (zeroblob(100000))")
  );
  expectKind(error, { busy: false, disk: true });
});

test("A removed directory is a disk fault", () => {
  const error = errorOf(() => new DatabaseSync(join(directory, "no", "a.db")));
  expectKind(error, { busy: false, disk: true });
});

test("A file that is not a database is neither", () => {
  const path = join(directory, "a.db");
  writeFileSync(path, "certainly no database ".repeat(100));
  using database = new DatabaseSync(path);
  const error = errorOf(() => database.exec("CREATE TABLE t (x)"));
  expectKind(error, { busy: false, disk: false });
});

test("Errors of other origin are neither", () => {
  expectKind(new TypeError("x is undefined"), { busy: false, disk: false });
  expectKind("database is locked", { busy: false, disk: false });
});

test("Constraints, types and triggers reject rows; tables, files and calls do not", () => {
  using database = new DatabaseSync(":memory:");
  database.exec(
    `CREATE TABLE t (a UNIQUE, b NOT NULL, c CHECK (c < 5));
     CREATE TABLE typed (a INTEGER PRIMARY KEY) STRICT;
     CREATE TRIGGER g BEFORE INSERT ON t WHEN new.a = 9
       BEGIN SELECT raise(ABORT, 'any words'); END;
     INSERT INTO t VALUES (1, 1, 1)`,
  );
  const rejected = [
    "INSERT INTO t VALUES (1, 1, 1)",
    "INSERT INTO t VALUES (2, NULL, 1)",
    "INSERT INTO t VALUES (3, 1, 7)",
    "INSERT INTO t VALUES (9, 1, 1)",
    "INSERT INTO typed VALUES ('x')",
  ];
  for (const sql of rejected) {
    assert.equal(isRejection(errorOf(() => database.exec(sql))), true, sql);
  }
  database.exec(
    "CREATE TRIGGER h AFTER INSERT ON t BEGIN INSERT INTO gone VALUES (1); END",
  );
  const others = [
    "INSERT INTO t VALUES (10, 1, 1)",
    "INSERT INTO nowhere VALUES (1)",
    "INSERT INTO typed (b) VALUES (1)",
    "INSERT INTO typed VALUES (1, 2)",
    "INSERT OOPS",
    "COMMIT",
  ];
  for (const sql of others) {
    assert.equal(isRejection(errorOf(() => database.exec(sql))), false, sql);
  }
  assert.equal(isRejection(new TypeError("x is undefined")), false);
});
