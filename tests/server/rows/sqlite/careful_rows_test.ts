import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { ImagePlanner } from "../../../../server/rows/sqlite/image_planner.ts";
import { PageTemplates } from "../../../../server/rows/sqlite/page_templates.ts";
import { SqliteDatabase } from "../../../../server/rows/sqlite/sqlite_database.ts";
import { column, query, scalar } from "../../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { flushOf } from "../../_support/flush.ts";
import { writeFlush } from "../../_support/write_flush.ts";

const planner = new ImagePlanner(new PageTemplates());
const schema = "7 app_m a:int32 s:string";

let directory = "";
let path = "";
beforeEach(() => {
  directory = makeTempDir();
  path = join(directory, "a.sq3");
});
afterEach(() => removeTempDir(directory));

/** A flush of rows whose field `a` counts from `from`. */
function flush(from: number, count: number, known = true) {
  const rows = Array.from(
    { length: count },
    (_, i) => [BigInt(from + i), `text\t${from + i}`],
  );
  return planner.plan(flushOf({ handle: 0, schema, rows, known }));
}

/** An open database with a table, after running `sql`. */
function openWith(sql: string): SqliteDatabase {
  const database = new SqliteDatabase(path, "wal");
  writeFlush(database, flush(0, 1, false));
  using other = new DatabaseSync(path);
  other.exec(sql);
  return database;
}

const values = () =>
  column(path, "SELECT a FROM app_m ORDER BY oml_tuple_id").map(Number);

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => from + i);

const REFUSALS = [
  ["a UNIQUE index", "UNIQUE", "CREATE UNIQUE INDEX i ON app_m (a % 200)"],
  [
    "a trigger that raises",
    "trigger or type",
    `CREATE TRIGGER t BEFORE INSERT ON app_m WHEN new.a = 200
      BEGIN SELECT raise(ABORT, 'not that one'); END`,
  ],
  [
    "a trigger that fails in the middle",
    "trigger or type",
    `CREATE TRIGGER t AFTER INSERT ON app_m WHEN new.a = 200
      BEGIN SELECT raise(FAIL, 'not that one'); END`,
  ],
  [
    "a trigger that rolls back",
    "trigger or type",
    `CREATE TRIGGER t BEFORE INSERT ON app_m WHEN new.a = 200
      BEGIN SELECT raise(ROLLBACK, 'not that one'); END`,
  ],
  [
    "a table with a CHECK of its own",
    "CHECK",
    `CREATE TABLE log (a CHECK (a <> 200));
     CREATE TRIGGER t AFTER INSERT ON app_m
      BEGIN INSERT INTO log VALUES (new.a); END`,
  ],
  [
    "a table whose column is NOT NULL",
    "NOT NULL",
    `CREATE TABLE log (a NOT NULL);
     CREATE TRIGGER t AFTER INSERT ON app_m
      BEGIN INSERT INTO log VALUES (nullif(new.a, 200)); END`,
  ],
] as const;

for (const [what, kind, sql] of REFUSALS) {
  for (const [form, before] of [["bound", 20], ["an image", 99]] as const) {
    test(`${what} rejects one row, and no others (${form})`, () => {
      const database = openWith(sql);
      const from = 201 - before;
      const rejected = writeFlush(database, flush(from, before));
      writeFlush(database, flush(1, 2));
      database.close();
      assert.deepEqual(values(), [0, ...numbers(from, 200), 1, 2]);
      assert.equal(rejected.length, 1);
      const [row] = query(path, "SELECT * FROM _oml_rejected");
      const reason = `rejected by the database (${kind})`;
      assert.match(String(row.reason), new RegExp(`^${escape(reason)}: .`));
      assert.equal(row.stream, 7);
      assert.equal(row.oml_sender_id, 1);
      const raw = new TextDecoder().decode(row.raw as Uint8Array);
      assert.match(raw, /\t7\t\d+\t200\ttext\\t200\n$/);
      assert.equal(row.length, raw.length);
      assert.deepEqual(query(path, "SELECT * FROM _oml_reject_counts"), [
        { oml_sender_id: 1, stream: 7, reason, count: 1 },
      ]);
    });
  }
}

function escape(text: string): string {
  return text.replaceAll(/[()]/g, "\\$&");
}

test("Rejected rows do not affect the rows of other tables", () => {
  const database = openWith("CREATE UNIQUE INDEX i ON app_m (s || 'x' = '')");
  const other = "8 app_other b:int32";
  const mixed = flushOf(
    {
      handle: 0,
      schema,
      rows: numbers(0, 300).map((i) => [BigInt(i), "x"]),
      known: true,
    },
    { handle: 1, schema: other, rows: numbers(0, 100).map((i) => [BigInt(i)]) },
    { handle: 2, schema: "9 app_few c:int32", rows: [[1n], [2n]] },
  );
  const rejected = writeFlush(database, planner.plan(mixed));
  database.close();
  assert.equal(rejected.length, 300);
  assert.deepEqual(values(), [0]);
  assert.equal(scalar(path, "SELECT count(*) FROM app_other"), 100);
  assert.equal(scalar(path, "SELECT count(*) FROM app_few"), 2);
  const counts = "SELECT count FROM _oml_reject_counts";
  assert.deepEqual(column(path, counts), [300]);
  assert.equal(scalar(path, "SELECT count(*) FROM _oml_rejected"), 300);
});

test("Rejected rows are only counted if none are kept", () => {
  const database = openWith("CREATE UNIQUE INDEX i ON app_m (a)");
  writeFlush(database, flush(0, 1), false);
  database.close();
  assert.equal(scalar(path, "SELECT count(*) FROM _oml_rejected"), 0);
  assert.equal(scalar(path, "SELECT count FROM _oml_reject_counts"), 1);
});

test("A dropped table is not a fault of the rows", () => {
  const database = openWith("DROP TABLE app_m");
  assert.throws(() => writeFlush(database, flush(1, 100)), /no such table/);
  database.close();
});
