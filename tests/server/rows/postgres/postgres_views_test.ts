import assert from "node:assert/strict";
import { PostgresConnection } from "../../../../server/rows/postgres/postgres_connection.ts";
import { PostgresSession } from "../../../../server/rows/postgres/postgres_session.ts";
import { PostgresServer } from "../../../_support/postgres.ts";
import { after, before, test } from "../../../_support/postgres_tests.ts";
import { flushOf } from "../../_support/flush.ts";
import { makeStore, placeOf } from "./_support/store.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

/** A database that is closed with its scope. */
async function open(
  domain: string,
  { views = true, ...place }: { views?: boolean; options?: string } = {},
) {
  const { store, log } = makeStore(server, place, true, views);
  const database = await store.open(domain);
  const close = () => database.close();
  return { database, log, [Symbol.asyncDispose]: close };
}

/** Makes the views of a database without a store. */
async function makeViews(domain: string): Promise<string[]> {
  const { signal } = new AbortController();
  const place = placeOf(server);
  const connection = await PostgresConnection.open(place, domain, signal);
  try {
    const failed = (view: string, why: string) => assert.fail(view + why);
    const options = { database: domain, views: { areMade: true, failed } };
    return await (await PostgresSession.begin(connection, options)).makeViews();
  } finally {
    await connection.close();
  }
}

const viewNames = (domain: string, schema = "public") =>
  server.column(
    domain,
    `SELECT relname FROM pg_class WHERE relkind = 'v'
      AND relnamespace = '${schema}'::regnamespace ORDER BY 1`,
  );

const one = (schema: string, handle = 0) =>
  flushOf({ handle, schema, rows: [[1n]] });

/** Stores a row in a table m, with views. */
async function store(domain: string): Promise<void> {
  await using bed = await open(domain);
  await bed.database.write(one("1 m a:int32"));
}

test("A new table gets a view with names, instants and all columns", async () => {
  await using bed = await open("views");
  await bed.database.join({ sender: "node 1", startTime: 1_700_000_000.7 });
  await bed.database.write(flushOf({
    handle: 0,
    schema: "1 m a:int32 u:uint64 g:guid oml_sender:string",
    rows: [[1n, -1n, -1n, "me"], [2n, 5n, null, "you"]],
  }));
  const rows = await server.query(
    "views",
    `SELECT *, oml_utc_client AT TIME ZONE 'UTC' || '' AS client
      FROM v_m ORDER BY oml_tuple_id`,
  );
  assert.deepEqual(rows, [
    {
      oml_experiment: "views",
      oml_sender_: "node 1",
      oml_utc_client: new Date("2023-11-14T22:13:20Z"),
      oml_utc_server: new Date("2023-11-14T22:13:20Z"),
      oml_unix_client: 1_700_000_000,
      oml_unix_server: 1_700_000_000,
      oml_tuple_id: "1",
      oml_sender_id: 1,
      oml_seq: "0",
      oml_ts_client: 0,
      oml_ts_server: 0,
      a: 1,
      u: "18446744073709551615",
      g: "18446744073709551615",
      oml_sender: "me",
      client: "2023-11-14 22:13:20",
    },
    {
      oml_experiment: "views",
      oml_sender_: "node 1",
      oml_utc_client: new Date("2023-11-14T22:13:20.500Z"),
      oml_utc_server: new Date("2023-11-14T22:13:21Z"),
      oml_unix_client: 1_700_000_000.5,
      oml_unix_server: 1_700_000_001,
      oml_tuple_id: "2",
      oml_sender_id: 1,
      oml_seq: "1",
      oml_ts_client: 0.5,
      oml_ts_server: 1,
      a: 2,
      u: "5",
      g: null,
      oml_sender: "you",
      client: "2023-11-14 22:13:20.5",
    },
  ]);
  assert.deepEqual(bed.log.of("warn"), []);
});

test("Every microsecond is exact, and times that no date can show are NULL", async () => {
  await using bed = await open("micros");
  await bed.database.join({ sender: undefined, startTime: 1_795_380_733 });
  await bed.database.write(one("1 m a:int32"));
  await server.query(
    "micros",
    `DELETE FROM m; INSERT INTO m (a, oml_ts_client)
      SELECT i, 86400 + i / 1e6 FROM generate_series(0, 999999, 9999) AS i`,
  );
  assert.deepEqual(
    await server.column(
      "micros",
      `SELECT count(*) FROM v_m WHERE oml_utc_client =
        to_timestamp(1795467133) + a * interval '1 microsecond'`,
    ),
    ["101"],
  );
  await server.query(
    "micros",
    `DELETE FROM m; INSERT INTO m (oml_ts_client) VALUES (NULL), ('NaN'),
      ('Infinity'), ('-Infinity'), (1e300), (-1e300)`,
  );
  assert.deepEqual(
    await server.column("micros", "SELECT oml_utc_client FROM v_m"),
    Array(6).fill(null),
  );
});

test("A start that is recorded later counts for rows stored before", async () => {
  await using bed = await open("later");
  await bed.database.write(one("1 m a:int32"));
  const time = () => server.column("later", "SELECT oml_utc_client FROM v_m");
  assert.deepEqual(await time(), [null]);
  const insert = (value: string, sender = "NULL") =>
    server.query(
      "later",
      "INSERT INTO _experiment_metadata (key, value, oml_sender_id) " +
        `VALUES ('start_time', '${value}', ${sender})`,
    );
  await insert("60", "1");
  assert.deepEqual(await time(), [null], "a client's metadata is no start");
  await bed.database.join({ sender: "late", startTime: 120 });
  assert.deepEqual(await time(), [new Date(120_000)]);
});

test("A start that is no number is none, and the view can be read", async () => {
  await using bed = await open("strange");
  await bed.database.write(one("1 m a:int32"));
  await server.query(
    "strange",
    "INSERT INTO _experiment_metadata (key, value) VALUES ('start_time', 'x')",
  );
  assert.deepEqual(
    await server.query("strange", "SELECT oml_unix_client AS t, a FROM v_m"),
    [{ t: null, a: 1 }],
  );
});

test("An existing database gets missing views when it is opened", async () => {
  const schemas = Array.from({ length: 230 }, (_, i) => `1 m${i} a:int32`);
  {
    await using first = await open("old", { views: false });
    await first.database.write(
      flushOf(...schemas.map((schema, handle) => ({ handle, schema }))),
    );
    assert.deepEqual(await viewNames("old"), []);
  }
  await using bed = await open("old");
  assert.equal((await viewNames("old")).length, schemas.length);
  assert.deepEqual(bed.log.of("warn"), []);
});

test("A view that is as it should be is left alone, also with privileges", async () => {
  const ids = () =>
    server.query("same", "SELECT oid FROM pg_class WHERE relname = 'v_m'");
  await store("same");
  const before = await ids();
  await using _bed = await open("same");
  assert.deepEqual(await ids(), before);
  await server.query(
    "same",
    "CREATE ROLE analyst; GRANT SELECT ON v_m TO analyst; " +
      "ALTER TABLE m ADD note TEXT DEFAULT 'n'",
  );
  await using _again = await open("same");
  assert.deepEqual(await ids(), before);
  const analyst = await server.connect("same");
  await analyst.query("SET ROLE analyst");
  const { rows } = await analyst.query("SELECT note FROM v_m");
  await analyst.end();
  assert.deepEqual(rows, [{ note: "n" }]);
});

test("The views of tables that no longer exist are dropped", async () => {
  await store("gone");
  await server.query("gone", "DROP TABLE m CASCADE");
  await using _bed = await open("gone");
  assert.deepEqual(await viewNames("gone"), []);
});

test("A table takes the name of a view, which gets another one", async () => {
  await using bed = await open("moved");
  await bed.database.write(one("1 x a:int32"));
  await bed.database.write(one("2 v_x b:int32", 1));
  assert.deepEqual(await viewNames("moved"), ["v_v_x", "v_x_"]);
  assert.deepEqual(await server.column("moved", "SELECT b FROM v_x"), [1]);
  assert.deepEqual(await server.column("moved", "SELECT a FROM v_x_"), [1]);
  await using without = await open("moved", { views: false });
  await without.database.write(one("3 v_v_x c:int32"));
  assert.deepEqual(await viewNames("moved"), ["v_v_x_", "v_x_"]);
  assert.deepEqual(await server.column("moved", "SELECT c FROM v_v_x"), [1]);
});

test("A view that is being read keeps its name, and measurements are stored", async () => {
  await using bed = await open("busy");
  await bed.database.write(one("1 x a:int32"));
  const reader = await server.connect("busy");
  await reader.query("BEGIN; SELECT * FROM v_x");
  await bed.database.write(one("2 v_x b:int32", 1));
  await reader.query("COMMIT");
  await reader.end();
  assert.deepEqual(await server.column("busy", "SELECT b FROM v_x_2"), [1]);
  assert.match(bed.log.of("warn").join(), /busy: cannot .* view v_x: .*lock/);
});

test("A view that somebody else created is left alone", async () => {
  await using bed = await open("foreign");
  await server.query("foreign", "CREATE VIEW v_m AS SELECT 1 AS mine");
  await bed.database.write(one("1 m a:int32"));
  assert.deepEqual(await viewNames("foreign"), ["v_m", "v_m_"]);
  assert.deepEqual(await server.column("foreign", "SELECT * FROM v_m"), [1]);
});

test("Views that can't be created are logged once, and rows are stored", async () => {
  await using bed = await open("fails");
  await server.query(
    "fails",
    "CREATE DOMAIN v_a AS int; CREATE DOMAIN v_b AS int",
  );
  const tables = ["a", "b", "c"].map((name, handle) => ({
    ...{ handle, schema: `1 ${name} a:int32`, rows: [[1n]] },
  }));
  await bed.database.write(flushOf(...tables));
  assert.deepEqual(await viewNames("fails"), ["v_c"]);
  assert.deepEqual(await server.column("fails", "SELECT a FROM a"), [1]);
  assert.deepEqual(bed.log.of("warn"), [
    'warn: fails: cannot create the view v_a: type "v_a" already exists; ' +
    "measurements are stored all the same",
  ]);
});

test("Long names are hashed as those of tables are", async () => {
  await using bed = await open("long");
  const long = "n".repeat(62);
  await bed.database.write(flushOf(
    { handle: 0, schema: `1 ${long} a:int32 xmin:uint64`, rows: [[1n, -1n]] },
    { handle: 1, schema: `2 ${long}nn a:int32`, rows: [[2n]] },
  ));
  const [first, second] = await viewNames("long");
  for (const name of [first, second]) {
    assert.match(String(name), /^v_n{52}_[0-9a-f]{8}$/);
  }
  await using _again = await open("long");
  assert.deepEqual(await viewNames("long"), [first, second]);
  const values = await Promise.all(
    [first, second].map((name) =>
      server.query("long", `SELECT * FROM "${name}"`)
    ),
  );
  const hashed = values.flat().flatMap(Object.entries)
    .filter(([name]) => /^xmin/.test(name));
  assert.deepEqual(hashed.map(([, value]) => value), ["18446744073709551615"]);
});

test("Views are in the schema of their tables", async () => {
  await server.query("postgres", "CREATE DATABASE place");
  await server.query("place", "CREATE SCHEMA lab");
  await using bed = await open("place", { options: "-c search_path=lab" });
  await bed.database.write(one("1 m a:int32"));
  assert.deepEqual(await viewNames("place", "lab"), ["v_m"]);
  assert.deepEqual(await server.column("place", "SELECT a FROM lab.v_m"), [1]);
});

test("Metadata of oml2-server 2.9 is renewed under its views", async () => {
  await server.query("postgres", "CREATE DATABASE older");
  await server.query(
    "older",
    `CREATE TABLE _senders (name TEXT PRIMARY KEY, id INT4 UNIQUE);
    CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
    INSERT INTO _experiment_metadata VALUES ('start_time', '60');
    CREATE TABLE m (oml_sender_id INT4, oml_seq INT4, oml_ts_client FLOAT8,
      oml_ts_server FLOAT8, a INT4);
    INSERT INTO m VALUES (1, 1, 1.5, 1.5, 42);
    CREATE VIEW mine AS SELECT * FROM m`,
  );
  assert.deepEqual(await makeViews("older"), ["v_m"]);
  const time = () => server.column("older", "SELECT oml_utc_client FROM v_m");
  assert.deepEqual(await time(), [new Date(61_500)]);
  await using bed = await open("older", { views: false });
  assert.deepEqual(await time(), [new Date(61_500)]);
  assert.deepEqual(bed.log.of("warn"), []);
  assert.deepEqual(await viewNames("older"), ["mine", "v_m"]);
});

test("The tables are the same with and without views", async () => {
  const schemas = [
    "1 v_x a:int32",
    "2 x a:uint64",
    "3 v_v_x a:guid",
    "4 X b:bool",
  ];
  const dump = async (domain: string, views: boolean) => {
    await using bed = await open(domain, { views });
    await bed.database.join({ sender: "node", startTime: 1 });
    for (const [handle, schema] of schemas.entries()) {
      await bed.database.write(one(schema, handle));
    }
    const columns = await server.query(
      domain,
      `SELECT relname, attname, format_type(atttypid, atttypmod) AS type
        FROM pg_class AS c JOIN pg_attribute ON attrelid = c.oid
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
          AND attnum > 0 ORDER BY relname, attnum`,
    );
    // The progress of the writer has a random key.
    const names = new Set(
      columns.map(({ relname }) => String(relname))
        .filter((name) => name !== "_oml_progress"),
    );
    const contents = await Promise.all(
      [...names].map((name) => server.query(domain, `SELECT * FROM "${name}"`)),
    );
    return { columns, contents };
  };
  assert.deepEqual(await dump("yes", true), await dump("no", false));
  assert.equal((await viewNames("yes")).length, schemas.length);
});
