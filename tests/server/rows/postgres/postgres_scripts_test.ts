import assert from "node:assert/strict";
import {
  DATABASE_NAMES,
  SqlFile,
  TABLE_NAMES,
} from "../../../../server/rows/postgres/sql_file.ts";
import { StoreError } from "../../../../server/rows/store.ts";
import { PostgresServer } from "../../../_support/postgres.ts";
import { after, before, test } from "../../../_support/postgres_tests.ts";
import { flushOf } from "../../_support/flush.ts";
import { makeStore } from "./_support/store.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

/** The SQL of both files; nothing if it is empty. */
interface Sql {
  readonly database?: string;
  readonly table?: string;
}

/** A database that is closed with its scope. */
async function open(domain: string, { database = "", table = "" }: Sql) {
  const { store } = makeStore(server, {}, true, false, {
    onDatabase: SqlFile.parse("database.sql", database, DATABASE_NAMES),
    onTable: SqlFile.parse("table.sql", table, TABLE_NAMES),
  });
  const opened = await store.open(domain);
  return {
    database: opened,
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

const rowsOf = (table: string, handle = 0) =>
  flushOf({ handle, schema: `1 ${table} a:int32`, rows: [[0n], [1n], [2n]] });

/** Rows by the numbers of the first three tuples. */
const PARTED = `DROP TABLE :schema.:table;
  CREATE TABLE :schema.:table
    (oml_tuple_id BIGSERIAL, :columns, PRIMARY KEY (oml_tuple_id, oml_ts_server))
    PARTITION BY RANGE (oml_ts_server);
  CREATE TABLE :schema.parted_0 PARTITION OF :schema.:table
    FOR VALUES FROM (0) TO (2);
  CREATE TABLE :schema.parted_1 PARTITION OF :schema.:table DEFAULT`;

/** The tables of a database. */
const tablesOf = (domain: string) =>
  server.column(
    domain,
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace " +
      "AND relkind IN ('r', 'p') AND relname !~ '^_' ORDER BY relname",
  );

test("SQL for a database runs once, when its first tables are there", async () => {
  const database = "CREATE TABLE :schema.made AS SELECT :'database' AS name, " +
    "count(*) AS progress FROM :schema._oml_progress";
  for (let i = 0; i < 2; i++) {
    await using _bed = await open("Once, please", { database });
  }
  assert.deepEqual(
    await server.query("Once, please", "SELECT * FROM made"),
    [{ name: "Once, please", progress: "0" }],
  );
});

test("A database whose SQL fails stays empty, and can be made later", async () => {
  const database = "CREATE TABLE t (x INT);\nSELECT x,\n  nonsense FROM t";
  await assert.rejects(open("failed", { database }), (error) => {
    assert.ok(error instanceof StoreError);
    assert.match(
      error.message,
      /failed: database\.sql:3: column "nonsense" does not exist$/,
    );
    return true;
  });
  const relations = "SELECT count(*)::int FROM pg_class " +
    "WHERE relnamespace = 'public'::regnamespace";
  assert.deepEqual(await server.column("failed", relations), [0]);
  await using bed = await open("failed", { database: "SELECT 1" });
  assert.equal(bed.database.found.isNew, true);
});

test("A table may become partitioned, with a longer key", async () => {
  await using bed = await open("parted", { table: PARTED });
  await bed.database.write(rowsOf("m"));
  const column = (sql: string) => server.column("parted", sql);
  const total = "SELECT count(*)::int FROM m";
  assert.deepEqual(await column(total), [3]);
  assert.deepEqual(await column("SELECT a FROM parted_0 ORDER BY a"), [0, 1]);
  assert.deepEqual(
    await column("SELECT min(oml_tuple_id)::int FROM m"),
    [1],
  );
  await using other = await open("parted", { table: PARTED });
  await other.database.write(rowsOf("m"));
  assert.deepEqual(await column(total), [6]);
});

test("A table whose name the SQL has used gets another one", async () => {
  const table = "CREATE TABLE IF NOT EXISTS :schema.used (x INT)";
  await using bed = await open("used", { table });
  await bed.database.write(rowsOf("m"));
  await bed.database.write(rowsOf("used", 1));
  assert.deepEqual(await tablesOf("used"), ["m", "used", "used_2"]);
});

test("Nothing is left of a table whose SQL fails, and its rows come back", async () => {
  const table = "CREATE INDEX ON :schema.:table (a);\n" +
    "COMMENT ON TABLE :schema.:table IS :'table';\n" +
    "SELECT 1 / (length(:'table') - 3)";
  await using bed = await open("broken", { table });
  await bed.database.write(rowsOf("m"));
  await assert.rejects(
    bed.database.write(rowsOf("bad", 1)),
    /broken: table\.sql:3: division by zero$/,
  );
  assert.deepEqual(await tablesOf("broken"), ["m"]);
  const keys =
    "SELECT key FROM _experiment_metadata WHERE key ~ '^table_[a-z]'";
  assert.deepEqual(await server.column("broken", keys), ["table_m"]);
});

for (
  const [fault, columns] of [
    ["lacks a column", "oml_tuple_id BIGSERIAL"],
    ["does not number its rows", "oml_tuple_id INT8, :columns"],
  ]
) {
  test(`SQL that leaves a table which ${fault} is an error`, async () => {
    const domain = fault;
    const table =
      `DROP TABLE :schema.:table; CREATE TABLE :schema.:table (${columns})`;
    await using bed = await open(domain, { table });
    await assert.rejects(bed.database.write(rowsOf("m")), (error) => {
      assert.ok(error instanceof StoreError);
      assert.match(error.message, /^table\.sql leaves a table "public"\."m"/);
      assert.match(error.hint ?? "", /BIGSERIAL/);
      return true;
    });
    assert.deepEqual(await tablesOf(domain), []);
  });
}

test("A table without numbers of rows is filled", async () => {
  const table = "ALTER TABLE :schema.:table DROP COLUMN oml_tuple_id";
  await using bed = await open("unnumbered", { table });
  await bed.database.write(rowsOf("m"));
  assert.deepEqual(
    await server.column("unnumbered", "SELECT a FROM m ORDER BY a"),
    [0, 1, 2],
  );
});

test("Evil names of a schema are bound as they are", async () => {
  const schema = `we"ird 'sch\\ema'; DROP SCHEMA public; --`;
  const quoted = `"${schema.replaceAll('"', '""')}"`;
  await server.query("postgres", "CREATE DATABASE evil");
  await server.query("evil", `CREATE SCHEMA ${quoted}`);
  const path = schema.replaceAll("'", "''");
  await server.query(
    "evil",
    `ALTER DATABASE evil SET search_path = '${path}'`,
  );
  const database = "CREATE TABLE :schema.made AS SELECT :'schema' AS s";
  const table = `COMMENT ON TABLE :"schema".:table IS :'schema'`;
  await using bed = await open("evil", { database, table });
  await bed.database.write(rowsOf("m"));
  assert.deepEqual(await server.column("evil", "SELECT s FROM made"), [schema]);
  const comment = "SELECT obj_description('m'::regclass)";
  assert.deepEqual(await server.column("evil", comment), [schema]);
});

test("A fault that may pass is waited for", async () => {
  const table = `DO $$ BEGIN
    IF nextval('attempts') < 3 THEN
      RAISE EXCEPTION 'a shard is away' USING ERRCODE = '08006';
    END IF;
  END $$`;
  const database = "CREATE SEQUENCE attempts";
  await using bed = await open("later", { database, table });
  await bed.database.write(rowsOf("m"));
  assert.deepEqual(
    await server.column("later", "SELECT last_value::int FROM attempts"),
    [3],
  );
  assert.deepEqual(
    await server.column("later", "SELECT count(*)::int FROM m"),
    [3],
  );
});
