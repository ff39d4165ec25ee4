import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { parseSchema } from "../../../../codec/values/schema.ts";
import {
  createViewSql,
  renamedViewSql,
  tableOfView,
} from "../../../../server/rows/sqlite/sqlite_view_sql.ts";
import { createTables } from "../../../../server/rows/sqlite/new_database.ts";
import { createTableSql } from "../../../../server/rows/sqlite/sqlite_tables.ts";
import { viewedColumns } from "../../../../server/rows/sqlite/sqlite_views.ts";

const context = { domain: "it's", hasSenders: true };

/** A table of `schema` with its view `v`. */
function openWithView(schema: string, hasSenders = true): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  if (hasSenders) createTables(database);
  else {
    database.exec(`CREATE TABLE _experiment_metadata (key, value);
      CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE)`);
  }
  const parsed = parseSchema(schema);
  const { name } = parsed;
  database.exec(createTableSql(name, parsed));
  const table = { table: name, name, columns: viewedColumns(parsed) };
  database.exec(createViewSql("v", table, { ...context, hasSenders }));
  return database;
}

function start(database: DatabaseSync, value: string, sender = "NULL"): void {
  database.exec(
    "INSERT INTO _experiment_metadata (key, value, oml_sender_id) " +
      `VALUES ('start_time', '${value}', ${sender})`,
  );
}

/** The client's time in UTC of a row with that time in seconds. */
function utc(database: DatabaseSync, seconds: string): unknown {
  database.exec(
    `DELETE FROM x; INSERT INTO x (oml_ts_client) VALUES (${seconds})`,
  );
  return database.prepare("SELECT oml_utc_client AS u FROM v").get()?.u;
}

test("A view has names and times in front of all columns of its table", () => {
  using database = openWithView("1 x a:int32 sender:string");
  start(database, "1700000000");
  database.exec(`INSERT INTO _senders VALUES ('node 1', 1);
    INSERT INTO x VALUES (7, 1, 3, 0.25, 1.000001, 42, 'me')`);
  assert.deepEqual({ ...database.prepare("SELECT * FROM v").get() }, {
    oml_experiment: "it's",
    oml_sender: "node 1",
    oml_utc_client: "2023-11-14 22:13:20.250000",
    oml_utc_server: "2023-11-14 22:13:21.000001",
    oml_unix_client: 1700000000.25,
    oml_unix_server: 1700000001.000001,
    oml_tuple_id: 7,
    oml_sender_id: 1,
    oml_seq: 3,
    oml_ts_client: 0.25,
    oml_ts_server: 1.000001,
    a: 42,
    sender: "me",
  });
});

test("Every microsecond is exact, also before the start and before 1970", () => {
  using database = openWithView("1 x a:int32");
  start(database, "1795380733");
  const micros = [0, 1, 7, 123_456, 499_999, 500_001, 999_999];
  for (const micro of micros) {
    const digits = String(micro).padStart(6, "0");
    assert.equal(
      utc(database, `86400.${digits}`),
      `2026-11-23 20:52:13.${digits}`,
    );
  }
  assert.equal(utc(database, "-0.000001"), "2026-11-22 20:52:12.999999");
  assert.equal(utc(database, "-1795380733.25"), "1969-12-31 23:59:59.750000");
});

test("A time that no date can show is NULL, and so is one that is missing", () => {
  using database = openWithView("1 x a:int32");
  start(database, "0");
  for (const seconds of ["NULL", "1e300", "-1e300", "9e999", "253402300800"]) {
    assert.equal(utc(database, seconds), null, seconds);
  }
  assert.equal(utc(database, "253402300799"), "9999-12-31 23:59:59.000000");
});

test("A start that is recorded later counts for rows stored before", () => {
  using database = openWithView("1 x a:int32");
  assert.equal(utc(database, "1.5"), null);
  start(database, "1000", "1");
  assert.equal(utc(database, "1.5"), null, "a client's metadata is no start");
  start(database, " 2000 ");
  start(database, "3000");
  assert.equal(utc(database, "1.5"), "1970-01-01 00:33:21.500000");
});

for (const value of ["", "soon", "12:30", "n/a"]) {
  test(`A start of "${value}" is none`, () => {
    using database = openWithView("1 x a:int32");
    start(database, value);
    assert.equal(utc(database, "1"), null);
  });
}

test("Metadata of oml2-server 2.9 and older has the start, too", () => {
  using database = openWithView("1 x a:int32", false);
  database.exec(
    "INSERT INTO _experiment_metadata VALUES ('start_time', '60')",
  );
  assert.equal(utc(database, "1"), "1970-01-01 00:01:01.000000");
});

test("Unsigned numbers are positive, and GUIDs are exact texts", () => {
  using database = openWithView("1 x s:uint32 u:uint64 g:guid i:int64");
  database.exec(
    "INSERT INTO x (s, u, g, i) VALUES " +
      "(-1, -1, -1, -1), (5, 5, 5, 5), (NULL, NULL, NULL, NULL)",
  );
  assert.deepEqual(
    database.prepare("SELECT s, u, g, i FROM v").all().map((row) => ({
      ...row,
    })),
    [
      {
        s: 4294967295,
        u: 18446744073709551615,
        g: "18446744073709551615",
        i: -1,
      },
      { s: 5, u: 5, g: "5", i: 5 },
      { s: null, u: null, g: null, i: null },
    ],
  );
});

test("A sender without a name is NULL", () => {
  using database = openWithView("1 x a:int32");
  database.exec("INSERT INTO x (oml_sender_id) VALUES (0)");
  const row = database.prepare("SELECT oml_sender FROM v").get();
  assert.equal(row?.oml_sender, null);
});

test("Tables and fields may have any name", () => {
  using database = openWithView(
    "1 select from:int32 t:int32 oml_sender:string name:string value:int32",
  );
  database.exec(
    `INSERT INTO "select" VALUES (1, 0, 1, 2, 3, 4, 5, 'f', 'n', 6)`,
  );
  const row = database.prepare("SELECT * FROM v").get();
  assert.equal(row?.oml_sender, "f");
  assert.equal(row?.oml_sender_, null);
  assert.deepEqual([row?.from, row?.t, row?.name, row?.value], [4, 5, "n", 6]);
});

test("SQLite looks for a row of a view in its table's index", () => {
  using database = openWithView("1 x a:int32");
  const plan = database.prepare(
    "EXPLAIN QUERY PLAN SELECT a FROM v WHERE oml_tuple_id > 5",
  ).all().map(({ detail }) => detail).join();
  assert.match(plan, /SEARCH t USING INTEGER PRIMARY KEY/);
});

test("The SQL of a view names its table, also under another name", () => {
  const columns = viewedColumns(parseSchema("1 x a:int32"));
  const table = { table: "x", name: "x", columns };
  const sql = createViewSql("v_x", table, context);
  assert.equal(tableOfView("v_x", sql), "x");
  assert.equal(
    renamedViewSql(sql, "v_x", 'v"'),
    createViewSql('v"', table, context),
  );
  assert.equal(tableOfView("v_x", "CREATE VIEW v_x AS SELECT 1"), undefined);
});
