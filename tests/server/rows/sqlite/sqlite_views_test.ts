import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { parseSchema } from "../../../../codec/values/schema.ts";
import { createTables } from "../../../../server/rows/sqlite/new_database.ts";
import {
  createTableSql,
  SqliteTables,
} from "../../../../server/rows/sqlite/sqlite_tables.ts";
import {
  dropViews,
  SqliteViews,
} from "../../../../server/rows/sqlite/sqlite_views.ts";
import {
  OLD_SERVERS_DATABASE,
  OLDER_SERVERS_DATABASE,
} from "../../_support/old_database.ts";

/** A database, its tables with views, and the views that failed. */
function open(sql?: string) {
  const database = new DatabaseSync(":memory:");
  if (sql === undefined) createTables(database);
  else database.exec(sql);
  const failed: string[] = [];
  const views = new SqliteViews(database, {
    domain: "exp",
    failed: (view, reason) => failed.push(`${view}: ${reason}`),
  });
  const tables = new SqliteTables(database, views);
  return { database, views, tables, failed };
}

function createAll(views: SqliteViews): string[] {
  const steps = views.createAll();
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

function names(database: DatabaseSync, type: string): string[] {
  return database.prepare(
    "SELECT name FROM sqlite_master WHERE type = ? ORDER BY name",
  ).all(type).map(({ name }) => String(name));
}

const schemaOf = (database: DatabaseSync) =>
  database.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").all();

test("A new table gets its view, which createAll() finds unchanged", () => {
  const { database, views, tables } = open();
  tables.resolve(parseSchema("1 x a:int32 u:uint64 g:guid"));
  tables.resolve(parseSchema("1 x b:string"));
  assert.deepEqual(names(database, "view"), ["v_x", "v_x_2"]);
  const before = schemaOf(database);
  assert.deepEqual(createAll(views), ["v_x", "v_x_2"]);
  assert.deepEqual(schemaOf(database), before);
});

test("Without views, tables get none", () => {
  const { database } = open();
  new SqliteTables(database).resolve(parseSchema("1 x a:int32"));
  assert.deepEqual(names(database, "view"), []);
});

test("A table takes the name of a view, which gets another one", () => {
  for (const hasViews of [true, false]) {
    const { database, views, tables, failed } = open();
    tables.resolve(parseSchema("1 x a:int32"));
    database.exec("INSERT INTO x (a) VALUES (42)");
    const later = new SqliteTables(database, hasViews ? views : undefined);
    assert.equal(later.resolve(parseSchema("2 V_X b:int32")), "V_X");
    database.exec("INSERT INTO V_X (b) VALUES (43)");
    assert.deepEqual(names(database, "view"), [
      ...hasViews ? ["v_V_X"] : [],
      "v_x_",
    ]);
    assert.equal(database.prepare("SELECT a FROM v_x_").get()?.a, 42);
    createAll(views);
    assert.deepEqual(names(database, "view"), ["v_V_X", "v_x_"]);
    assert.equal(database.prepare("SELECT b FROM v_V_X").get()?.b, 43);
    assert.deepEqual(failed, []);
  }
});

test("A table that exists first keeps its name, and the view gets another one", () => {
  const { database, tables } = open();
  tables.resolve(parseSchema("1 v_x a:int32"));
  tables.resolve(parseSchema("2 x a:int32"));
  assert.deepEqual(names(database, "view"), ["v_v_x", "v_x_"]);
});

test("A view that somebody else created is neither replaced nor dropped", () => {
  const { database, tables } = open();
  database.exec("CREATE VIEW v_x AS SELECT 1 AS mine");
  assert.equal(tables.resolve(parseSchema("1 x a:int32")), "x");
  assert.deepEqual(names(database, "view"), ["v_x", "v_x_"]);
  assert.deepEqual(dropViews(database), ["v_x_"]);
  assert.equal(database.prepare("SELECT * FROM v_x").get()?.mine, 1);
});

test("createAll() renews views whose tables have new columns", () => {
  const { database, views, tables } = open();
  tables.resolve(parseSchema("1 x a:int32"));
  database.exec(
    "ALTER TABLE x ADD COLUMN note TEXT; INSERT INTO x (note) VALUES ('n')",
  );
  assert.deepEqual(createAll(views), ["v_x"]);
  assert.equal(database.prepare("SELECT note FROM v_x").get()?.note, "n");
});

test("createAll() drops views whose tables no longer exist", () => {
  const { database, views, tables } = open();
  tables.resolve(parseSchema("1 x a:int32"));
  database.exec("DROP TABLE x");
  assert.deepEqual(createAll(views), []);
  assert.deepEqual(names(database, "view"), []);
});

test("createAll() renews the views of a file that was renamed", () => {
  const { database, tables } = open();
  tables.resolve(parseSchema("1 x a:int32"));
  database.exec("INSERT INTO x (a) VALUES (1)");
  createAll(
    new SqliteViews(database, { domain: "copy", failed: assert.fail }),
  );
  const row = database.prepare("SELECT oml_experiment AS e FROM v_x").get();
  assert.equal(row?.e, "copy");
});

test("A view that fails is reported, and the transaction goes on", () => {
  const { database, tables, failed } = open();
  database.exec("BEGIN; DROP TABLE _senders");
  tables.resolve(parseSchema("1 x a:int32"));
  database.exec("INSERT INTO x (a) VALUES (42); COMMIT");
  assert.deepEqual(names(database, "view"), []);
  assert.equal(database.prepare("SELECT a FROM x").get()?.a, 42);
  assert.equal(failed.length, 1);
  assert.match(failed[0], /^v_x: no such table: .*_senders/);
});

test("Tables of older servers get views, with the types that they declare", () => {
  const { database, views, failed } = open(OLDER_SERVERS_DATABASE);
  database.exec("INSERT INTO gen_all (c) VALUES (-1)");
  assert.deepEqual(createAll(views), ["v_gen_all", "v_gen_lin"]);
  assert.deepEqual(failed, []);
  const { oml_sender, oml_utc_client, seq_no } = database.prepare(
    "SELECT * FROM v_gen_lin",
  ).get() ?? {};
  assert.deepEqual(
    [oml_sender, oml_utc_client, seq_no],
    ["n1", "2012-09-30 10:13:20.500000", 1],
  );
  const { c } = database.prepare("SELECT c FROM v_gen_all").get() ?? {};
  assert.equal(c, 2 ** 64 - 1);
});

test("Databases of oml2-server 2.11 get views", () => {
  const { database, views } = open(OLD_SERVERS_DATABASE);
  assert.deepEqual(createAll(views), ["v_app_m"]);
  const { oml_sender, oml_utc_server, a } = database.prepare(
    "SELECT * FROM v_app_m WHERE a = 43",
  ).get() ?? {};
  assert.deepEqual(
    [oml_sender, oml_utc_server, a],
    ["s2", "1970-01-01 00:16:42.250000", 43],
  );
});

test("Tables that hold no measurements get no views", () => {
  const { database, views } = open();
  database.exec("CREATE TABLE mine (a)");
  database.exec(createTableSql("_oml_rejected", parseSchema("1 x a:int32")));
  assert.deepEqual(createAll(views), []);
});
