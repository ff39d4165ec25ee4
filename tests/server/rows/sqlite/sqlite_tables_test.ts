import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import {
  METADATA_SCHEMA,
  parseSchema,
} from "../../../../codec/values/schema.ts";
import {
  createTableSql,
  SqliteTables,
} from "../../../../server/rows/sqlite/sqlite_tables.ts";

/** A database with only its metadata table. */
function openEmpty(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  database.exec(createTableSql(METADATA_SCHEMA.name, METADATA_SCHEMA));
  return database;
}

/** The table for a schema. */
function resolve(tables: SqliteTables, schema: string): string {
  return tables.resolve(parseSchema(schema));
}

function metadata(database: DatabaseSync, key: string): unknown {
  return database.prepare(
    "SELECT value FROM _experiment_metadata WHERE key = ?",
  )
    .get(key)?.value;
}

test("createTableSql() declares columns as the original does", () => {
  const schema = parseSchema("1 app_m a:int32 b:uint64 c:string");
  assert.equal(
    createTableSql("app_m_2", schema),
    'CREATE TABLE "app_m_2" (oml_tuple_id INTEGER PRIMARY KEY, ' +
      "oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL, " +
      'oml_ts_server REAL, "a" INTEGER, "b" UNSIGNED BIGINT, "c" TEXT)',
  );
});

test("A new schema gets a table of its name, and a row with its schema", () => {
  using database = openEmpty();
  const tables = new SqliteTables(database);
  assert.equal(resolve(tables, "3 app_m  a:Int32 b:float"), "app_m");
  assert.equal(metadata(database, "table_app_m"), "3 app_m a:int32 b:double");
});

test("The same fields get the same table, whatever the index", () => {
  using database = openEmpty();
  const tables = new SqliteTables(database);
  for (const index of [1, 2, 1]) {
    assert.equal(resolve(tables, `${index} app_m a:int32`), "app_m");
  }
});

test("Other fields get _2, _3 and so on, beyond _9", () => {
  using database = openEmpty();
  const tables = new SqliteTables(database);
  const schemas = Array.from({ length: 12 }, (_, i) => `1 app_m f${i}:int32`);
  const names = schemas.map((schema) => resolve(tables, schema));
  assert.equal(names[0], "app_m");
  assert.deepEqual(
    names.slice(1),
    Array.from({ length: 11 }, (_, i) => `app_m_${i + 2}`),
  );
  assert.deepEqual(schemas.map((schema) => resolve(tables, schema)), names);
  assert.equal(metadata(database, "table_app_m_12"), "1 app_m_12 f11:int32");
});

test("Other names, types or order of fields make another table", () => {
  using database = openEmpty();
  const tables = new SqliteTables(database);
  const names = [
    "a:int32 b:int32",
    "b:int32 a:int32",
    "a:int32 b:uint32",
    "a:int32",
  ]
    .map((fields) => resolve(tables, `1 app_m ${fields}`));
  assert.deepEqual(names, ["app_m", "app_m_2", "app_m_3", "app_m_4"]);
});

test("Names that differ only in case get their own tables", () => {
  using database = openEmpty();
  const tables = new SqliteTables(database);
  const schemas = ["1 app_m a:int32", "1 APP_M a:int32", "1 App_m a:int32"];
  const names = schemas.map((schema) => resolve(tables, schema));
  assert.deepEqual(names, ["app_m", "APP_M_2", "App_m_3"]);
  assert.deepEqual(schemas.map((schema) => resolve(tables, schema)), names);
  const again = new SqliteTables(database);
  assert.deepEqual(schemas.map((schema) => resolve(again, schema)), names);
});

test("A stream named like another's second table gets a free name", () => {
  using database = openEmpty();
  const tables = new SqliteTables(database);
  assert.equal(resolve(tables, "1 app_m_2 x:double"), "app_m_2");
  assert.equal(resolve(tables, "1 app_m a:int32"), "app_m");
  assert.equal(resolve(tables, "1 app_m b:int32"), "app_m_3");
});

test("A table without a row of metadata is not used", () => {
  using database = openEmpty();
  database.exec("CREATE TABLE app_m (mine TEXT)");
  const tables = new SqliteTables(database);
  assert.equal(resolve(tables, "1 app_m a:int32"), "app_m_2");
  const columns = database.prepare(
    "SELECT name FROM pragma_table_info('app_m')",
  );
  assert.deepEqual(columns.all().map(({ name }) => name), ["mine"]);
});

test("A view or an index reserves its name, too", () => {
  using database = openEmpty();
  database.exec("CREATE VIEW app_m AS SELECT 1; CREATE TABLE t (x)");
  database.exec("CREATE INDEX app_n ON t (x)");
  const tables = new SqliteTables(database);
  assert.equal(resolve(tables, "1 app_m a:int32"), "app_m_2");
  assert.equal(resolve(tables, "1 app_n a:int32"), "app_n_2");
});

test("A row whose table was dropped is not used", () => {
  using database = openEmpty();
  const text = "1 app_m a:int32";
  database.prepare(
    "INSERT INTO _experiment_metadata (key, value) VALUES (?, ?)",
  )
    .run("table_app_m", text);
  assert.equal(resolve(new SqliteTables(database), text), "app_m_2");
});

test("A client's row of metadata does not define a table", () => {
  using database = openEmpty();
  database.exec("CREATE TABLE app_m (mine TEXT)");
  database.exec(
    "INSERT INTO _experiment_metadata (oml_sender_id, key, value) " +
      "VALUES (1, 'table_app_m', '1 app_m a:int32')",
  );
  const tables = new SqliteTables(database);
  assert.equal(resolve(tables, "1 app_m a:int32"), "app_m_2");
});

for (
  const name of [
    "_senders",
    "_SENDERS",
    "_oml_rejected",
    "_oml_reject_counts",
    "_oml_reject_counts_key",
    "_oml_conversions",
    "_oml_conversions_key",
    "_oml_progress",
  ]
) {
  test(`A stream cannot use the name ${name}`, () => {
    using database = openEmpty();
    const tables = new SqliteTables(database);
    assert.equal(resolve(tables, `1 ${name} a:int32`), `${name}_2`);
  });
}

test("SQL keywords are valid names", () => {
  using database = openEmpty();
  const tables = new SqliteTables(database);
  assert.equal(resolve(tables, "1 select from:int32 where:string"), "select");
});

test("A rolled-back table is created again after forget()", () => {
  using database = openEmpty();
  const tables = new SqliteTables(database);
  database.exec("BEGIN");
  resolve(tables, "1 app_m a:int32");
  database.exec("ROLLBACK");
  tables.forget();
  assert.equal(resolve(tables, "1 app_m a:int32"), "app_m");
  assert.equal(metadata(database, "table_app_m"), "1 app_m a:int32");
});

test("Checked tables are found again, in any order", () => {
  using database = openEmpty();
  const schemas = ["a", "b", "c"].map((field) => `1 app_m ${field}:int32`);
  const first = new SqliteTables(database);
  schemas.forEach((schema) => resolve(first, schema));
  const again = new SqliteTables(database);
  assert.deepEqual(
    schemas.reverse().map((schema) => resolve(again, schema)),
    ["app_m_3", "app_m_2", "app_m"],
  );
  assert.equal(resolve(again, "1 app_m d:int32"), "app_m_4");
});
