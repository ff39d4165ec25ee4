import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { Visibility } from "../../load/visibility.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

const START = 1_000_000_000;

/** Adds rows that were sent this many seconds ago. */
function add(database: DatabaseSync, ...ages: readonly number[]): void {
  const insert = database.prepare("INSERT INTO t (oml_ts_client) VALUES (?)");
  for (const age of ages) insert.run(Date.now() / 1000 - START - age);
}

test("Ages are measured for the rows after the first look", () => {
  const directory = makeTempDir();
  const database = new DatabaseSync(join(directory, "d.sq3"));
  try {
    database.exec(
      `CREATE TABLE _experiment_metadata (key TEXT, value TEXT);
      INSERT INTO _experiment_metadata VALUES ('start_time', '${START}');
      CREATE TABLE t (oml_tuple_id INTEGER PRIMARY KEY, oml_ts_client REAL)`,
    );
    add(database, 5000);
    const visibility = new Visibility(directory, "t", ["d", "not there"]);
    add(database, ...Array.from({ length: 98 }, () => 1), 2, 3);
    const { tuples, p50, p99, max } = visibility.finish();
    assert.equal(tuples, 100);
    assert(p50 >= 999 && p50 < 1900, `p50 ${p50}`);
    assert(p99 >= 1999 && p99 < 2900, `p99 ${p99}`);
    assert(max >= 2999 && max < 3900, `max ${max}`);
  } finally {
    database.close();
    removeTempDir(directory);
  }
});

test("Without a visible row nothing is reported", () => {
  const directory = makeTempDir();
  const visibility = new Visibility(directory, "t", ["d"]);
  const nothing = { tuples: 0, p50: 0, p99: 0, max: 0 };
  assert.deepEqual(visibility.finish(), nothing);
  removeTempDir(directory);
});
