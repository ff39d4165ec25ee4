import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { countRows, readDatabases } from "./read_databases.ts";

test("readDatabases() reads values with type and full precision", (t) => {
  const root = makeTempDir();
  t.after(() => removeTempDir(root));
  fill(
    join(root, "d.sq3"),
    `create table "odd ""name" (oml_ts_server real, v);
     insert into "odd ""name" values
       (1.5, 9223372036854775807), (9e999, -9e999), (null, 1e21),
       (1, 'a' || char(0) || 'b'), (1, cast(x'fffe' as text)), (1, x'00ff'),
       (1, ''), (1, null);
     create table _oml_rejects (line)`,
  );
  const databases = readDatabases({ root, dataDir: root, prefix: "" });
  const arrived = ["real", "TS"];
  assert.deepEqual(databases.get("d.sq3")?.tables, {
    'odd "name': {
      columns: ["oml_ts_server REAL", "v "],
      rows: [
        [arrived, ["integer", "9223372036854775807"]],
        [["real", "not finite"], ["real", "-inf"]],
        [["null"], ["real", "1e+21"]],
        [arrived, ["text", "a\0b"]],
        [arrived, ["text-hex", "fffe"]],
        [arrived, ["blob", "00ff"]],
        [arrived, ["text", ""]],
        [arrived, ["null"]],
      ],
    },
  });
});

test("readDatabases() names files outside of the data directory", (t) => {
  const root = makeTempDir();
  t.after(() => removeTempDir(root));
  const dataDir = join(root, "data");
  mkdirSync(dataDir);
  fill(join(root, "escaped.sq3"), "create table t (v)");
  fill(join(dataDir, "c1_d.sq3"), "create table t (v)");
  const names = (prefix: string) => [
    ...readDatabases({ root, dataDir, prefix }).keys(),
  ];
  assert.deepEqual(names("").sort(), ["../escaped.sq3", "c1_d.sq3"]);
  assert.deepEqual(names("c1_"), ["d.sq3"]);
});

test("countRows() is 0 as long as the table does not exist", (t) => {
  const root = makeTempDir();
  t.after(() => removeTempDir(root));
  const path = join(root, "d.sq3");
  assert.equal(countRows(path, "t"), 0);
  fill(path, "create table t (v); insert into t values (1), (2)");
  assert.equal(countRows(path, "t"), 2);
  assert.equal(countRows(path, "u"), 0);
});

function fill(path: string, sql: string): void {
  using database = new DatabaseSync(path);
  database.exec(sql);
}
