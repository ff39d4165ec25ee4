import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Database } from "../../../../server/rows/store.ts";
import { StoreError, UnwrittenError } from "../../../../server/rows/store.ts";
import { PostgresServer } from "../../../_support/postgres.ts";
import { after, before, test } from "../../../_support/postgres_tests.ts";
import { DOUBLES } from "../../_support/cells.ts";
import { flushOf, rejection } from "../../_support/flush.ts";
import { makeStore } from "./_support/store.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

const nobody = { sender: undefined, startTime: undefined };

/** A database that is closed with its scope. */
async function open(domain: string, ...rest: [keepRejects?: boolean]) {
  const { store, log, abandon } = makeStore(server, {}, ...rest);
  const database = await store.open(domain);
  const close = () => database.close();
  return { store, database, log, abandon, [Symbol.asyncDispose]: close };
}

/** Makes inserts into a table fail for one value of a column. */
function refuse(domain: string, table: string, condition: string) {
  return server.query(
    domain,
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'no % here', NEW.a; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON ${table}
      FOR EACH ROW WHEN (${condition}) EXECUTE FUNCTION refuse()`,
  );
}

test("A domain is a database, with a URI for hooks", async () => {
  await using bed = await open("My exp, 2026-10:1~a@b=c");
  assert.equal(
    bed.database.uri,
    `postgresql://admin@127.0.0.1:${server.port}/` +
      "My%20exp,%202026-10:1~a@b=c",
  );
});

test("Databases that PostgreSQL needs are refused as domains", async () => {
  const { store } = makeStore(server);
  for (const domain of ["postgres", "template0", "template1"]) {
    await assert.rejects(store.open(domain), StoreError);
  }
});

test("Doubles keep every bit, and NaN is not NULL", async () => {
  await using bed = await open("doubles");
  const values = [...DOUBLES, 2.2250738585072014e-308, -5e-324, NaN];
  await bed.database.write(
    flushOf({
      handle: 0,
      schema: "1 d a:double",
      rows: values.map((v) => [v]),
    }),
  );
  const bits = await server.column(
    "doubles",
    "SELECT encode(float8send(a), 'hex') FROM d ORDER BY oml_tuple_id",
  );
  assert.deepEqual(bits, values.map(bitsOf));
});

test("Unsigned 64-bit values keep their bits", async () => {
  await using bed = await open("unsigned");
  await bed.database.write(flushOf(
    { handle: 0, schema: "1 u a:uint64", rows: [[-1n], [-(2n ** 63n)]] },
    { handle: 1, schema: "2 g a:guid", rows: [[-2n], [null]] },
  ));
  const column = (table: string) =>
    server.column("unsigned", `SELECT a FROM ${table} ORDER BY oml_tuple_id`);
  assert.deepEqual(await column("u"), ["-1", "-9223372036854775808"]);
  assert.deepEqual(await column("g"), ["-2", null]);
});

test("Texts that PostgreSQL can't store are rejected before they are sent", async () => {
  await using bed = await open("texts");
  const schema = "3 t a:int32 b:string c:string";
  const bad = new Uint8Array([0x61, 0xff, 0x62]);
  await bed.database.write(flushOf({
    handle: 0,
    schema,
    rows: [
      [1n, "fine", "x".repeat(40)],
      [2n, "a\0b", "fine"],
      [3n, "fine", "x".repeat(40) + "\0"],
      [4n, "\ud800".toWellFormed(), "ä"],
    ],
  }));
  await bed.database.write(badText(schema, bad));
  assert.deepEqual(await server.column("texts", "SELECT a FROM t ORDER BY a"), [
    ...[1, 4],
  ]);
  assert.deepEqual(
    await server.query(
      "texts",
      "SELECT reason, raw, oml_sender_id AS id, stream, length " +
        "FROM _oml_rejected ORDER BY id",
    ),
    [
      [
        "field b has a NUL, which PostgreSQL cannot keep in a text",
        "0.5\t3\t1\t2\ta\0b\tfine\n",
      ],
      [
        "field c has a NUL, which PostgreSQL cannot keep in a text",
        `1\t3\t2\t3\tfine\t${"x".repeat(40)}\0\n`,
      ],
      ["field b is not valid UTF-8", "0\t3\t0\t5\ta\xffb\tfine\n"],
    ].map(([reason, raw]) => ({
      reason,
      raw: Buffer.from(raw, "latin1"),
      id: 1,
      stream: 3,
      length: String(raw.length),
    })),
  );
});

test("A row that a trigger rejects is found among 10,000, and no other is lost", async () => {
  await using bed = await open("trigger");
  const schema = "1 m a:int32";
  await bed.database.write(flushOf({ handle: 0, schema }));
  await refuse("trigger", "m", "NEW.a IN (0, 6543, 9999)");
  const rows = Array.from({ length: 10_000 }, (_, i) => [BigInt(i)]);
  const flush = flushOf({ handle: 0, schema, rows, known: true });
  await bed.database.write({ ...flush, ...counts(rejection("other")) });
  const [stored] = await server.query(
    "trigger",
    `SELECT count(*)::int4 AS rows, count(DISTINCT a)::int4 AS values,
      sum(a)::int4 AS sum FROM m`,
  );
  const sum = 9_999 * 5_000 - 6_543 - 9_999;
  assert.deepEqual(stored, { rows: 9_997, values: 9_997, sum });
  assert.deepEqual(
    await server.column(
      "trigger",
      "SELECT reason FROM _oml_rejected ORDER BY id",
    ),
    [
      "other",
      ...[0, 6543, 9999].map((a) =>
        `rejected by the database (P0001): no ${a} here`
      ),
    ],
  );
  assert.deepEqual(
    await server.query(
      "trigger",
      "SELECT reason, count FROM _oml_reject_counts ORDER BY reason",
    ),
    [
      { reason: "other", count: "1" },
      { reason: "rejected by the database (P0001)", count: "3" },
    ],
  );
});

test("A deferred constraint rejects only its row, too", async () => {
  await using bed = await open("deferred");
  const schema = "1 m a:int32";
  await bed.database.write(flushOf({ handle: 0, schema }));
  await server.query(
    "deferred",
    "ALTER TABLE m ADD UNIQUE (a) DEFERRABLE INITIALLY DEFERRED",
  );
  const rows = [[1n], [2n], [1n], [3n]];
  await bed.database.write(flushOf({ handle: 0, schema, rows, known: true }));
  const column = (sql: string) => server.column("deferred", sql);
  assert.deepEqual(await column("SELECT a FROM m ORDER BY a"), [1, 2, 3]);
  const [reason] = await column("SELECT reason FROM _oml_rejected");
  assert.match(String(reason), /^rejected by the database \(23505\): /);
});

test("A row too wide for a page is rejected alone", async () => {
  await using bed = await open("wide");
  const fields = Array.from({ length: 999 }, (_, i) => ` f${i}:string`).join(
    "",
  );
  const row = (text: string) => new Array<string>(999).fill(text);
  const schema = `1 w${fields}`;
  const rows = [row("a"), row("b".repeat(40)), row("c")];
  await bed.database.write(flushOf({ handle: 0, schema, rows }));
  assert.deepEqual(
    await server.column("wide", "SELECT f0 FROM w ORDER BY oml_tuple_id"),
    ["a", "c"],
  );
  const [reason] = await server.column(
    "wide",
    "SELECT reason FROM _oml_rejected",
  );
  assert.match(String(reason), /\(54000\): row is too big/);
});

test("A store that does not keep rejects still counts them", async () => {
  await using bed = await open("counted", false);
  const rows = [["a\0"], ["b\0"], ["c"]];
  await bed.database.write(
    flushOf({ handle: 0, schema: "1 m a:string", rows }),
  );
  const column = (sql: string) => server.column("counted", sql);
  assert.deepEqual(await column("SELECT a FROM m"), ["c"]);
  assert.deepEqual(await column("SELECT count FROM _oml_reject_counts"), ["2"]);
  assert.deepEqual(await column("SELECT 1 FROM _oml_rejected"), []);
});

test("Names beyond 63 bytes get a hash, and are complete in the metadata", async () => {
  await using bed = await open("names");
  const long = "n".repeat(70);
  const [one, other] = [`${long}_one`, `${long}_other`];
  await bed.database.write(flushOf(
    { handle: 0, schema: `1 ${one} a:int32 ${long}:int32`, rows: [[1n, 1n]] },
    { handle: 1, schema: `2 ${other} xmin:int32`, rows: [[2n]] },
  ));
  const tables = await server.column(
    "names",
    "SELECT relname FROM pg_class WHERE relname ~ '^nnn' AND relkind = 'r'",
  );
  assert.equal(tables.length, 2);
  for (const table of tables) {
    assert.match(String(table), /^n{54}_[0-9a-f]{8}$/);
  }
  assert.deepEqual(
    await server.column(
      "names",
      "SELECT key FROM _experiment_metadata WHERE key ~ 'nnn' ORDER BY key",
    ),
    [`table_${one}`, `table_${other}`],
  );
  await using again = await open("names");
  await again.database.write(
    flushOf({ handle: 0, schema: `1 ${other} xmin:int32`, rows: [[3n]] }),
  );
});

test("Tables of an old server are appended to, if they can store the values", async () => {
  await using bed = await open("old");
  await server.query(
    "old",
    `CREATE TABLE m (oml_tuple_id SERIAL PRIMARY KEY, oml_sender_id INT4,
      oml_seq INT4, oml_ts_client FLOAT8, oml_ts_server FLOAT8, a INT4);
    CREATE TABLE n (oml_tuple_id SERIAL PRIMARY KEY, a TEXT);
    INSERT INTO _experiment_metadata (key, value)
      VALUES ('table_m', '7 m a:int32'), ('table_n', '8 n a:string')`,
  );
  const { database } = bed;
  const flush = flushOf(
    { handle: 0, schema: "1 m a:int32", rows: [[1n]] },
    { handle: 1, schema: "2 n a:string", rows: [["x"]] },
  );
  await database.write(flush);
  assert.deepEqual(await server.column("old", "SELECT a FROM m"), [1]);
  assert.deepEqual(await server.column("old", "SELECT a FROM n_2"), ["x"]);
});

test("A database of a server before 2.10 is appended to, with converted metadata", async () => {
  await server.query("postgres", "CREATE DATABASE older");
  await server.query(
    "older",
    `CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
    CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE);
    CREATE TABLE m (oml_sender_id INT4, oml_seq INT4, oml_ts_client FLOAT8,
      oml_ts_server FLOAT8, a INT4);
    INSERT INTO _experiment_metadata VALUES ('start_time', '1000'),
      ('table_m', '1 m a:int32');
    INSERT INTO _senders VALUES ('s1', 1);
    INSERT INTO m VALUES (1, 1, 0.5, 0.6, 42)`,
  );
  await using bed = await open("older");
  const { database } = bed;
  assert.equal(database.found.isNew, false);
  assert.deepEqual(await database.join({ sender: "s1", startTime: 2000 }), {
    senderId: 1,
    startTime: 1000,
  });
  await database.write(
    flushOf({ handle: 0, schema: "1 m a:int32", rows: [[43n]] }),
  );
  assert.deepEqual(
    await server.column("older", "SELECT a FROM m ORDER BY a"),
    [42, 43],
  );
  const rows = "SELECT key || '=' || value FROM _experiment_metadata " +
    "WHERE oml_sender_id IS NULL ORDER BY oml_tuple_id";
  assert.deepEqual(await server.column("older", rows), [
    "table__experiment_metadata=" +
    "0 _experiment_metadata subject:string key:string value:string",
    "start_time=1000",
    "table_m=1 m a:int32",
  ]);
});

test("Stores that open and fill a new experiment at once agree on everything", async () => {
  const stores = [1, 2, 3].map(() => makeStore(server).store);
  const schemas = ["1 m a:int32", "1 m b:int32", "1 m c:int32"];
  const work = stores.map(async (store, i) => {
    const database = await store.open("race");
    const senders = ["x", "y", `own${i}`];
    const joined = await Promise.all(
      senders.map((sender) => database.join({ sender, startTime: 100 + i })),
    );
    const order = [...schemas.slice(i), ...schemas.slice(0, i)];
    await database.write(flushOf(...order.map((schema, handle) => ({
      handle,
      schema,
      rows: [[1n]],
    }))));
    await database.write(rejection("same"));
    await database.close();
    return joined;
  });
  const all = await Promise.all(work);
  const starts = new Set(all.flat().map(({ startTime }) => startTime));
  assert.equal(starts.size, 1);
  const shared = all.map(([x, y]) => `${x.senderId} ${y.senderId}`);
  assert.equal(new Set(shared).size, 1);
  assert.deepEqual(
    await server.column("race", "SELECT id FROM _senders ORDER BY id"),
    [1, 2, 3, 4, 5],
  );
  for (const table of ["m", "m_2", "m_3"]) {
    assert.equal(
      (await server.column("race", `SELECT 1 FROM ${table}`)).length,
      3,
    );
  }
  assert.deepEqual(
    await server.column("race", "SELECT count FROM _oml_reject_counts"),
    ["3"],
  );
  const key = "SELECT key FROM _experiment_metadata WHERE key ";
  assert.equal((await server.column("race", `${key} ~ 'table_'`)).length, 4);
  assert.equal(
    (await server.column("race", `${key} = 'start_time'`)).length,
    1,
  );
  assert.deepEqual(
    await server.column("race", "SELECT 1 FROM _oml_progress"),
    [],
  );
});

test("A stream taken over by another server stores nothing more here", async () => {
  await using here = await open("fence");
  await using there = await open("fence");
  const resume = "0c6d2c4e-9d1f-4c77-8f5e-7b1ad6f2a111";
  const member = { ...nobody, resume };
  await here.database.join(member);
  const flush = (offset: number, value: bigint, known = false) => {
    const own = flushOf({
      handle: 0,
      schema: "1 m a:int32",
      rows: [[value]],
      known,
    });
    const other = flushOf({
      handle: 1,
      schema: "2 o a:int32",
      rows: [[value]],
      known,
    });
    return {
      ...own,
      tables: own.tables.map((table) => ({ ...table, resume }))
        .concat(other.tables.map((table) => ({ ...table, resume: "" }))),
      rows: [...own.rows, ...other.rows],
      conversions: [["own", resume], ["other", undefined]].map((
        [field = "", resume],
      ) => ({
        ...{ senderId: 0, stream: 1, field, kind: "no number" as const },
        ...{ count: 1, texts: [], resume },
      })),
      progress: [{ stream: resume, offset, redefined: 0 }],
    };
  };
  const write = (
    database: Database,
    offset: number,
    value: bigint,
    known: boolean,
  ) => {
    const { tables, ...rest } = flush(offset, value, known);
    const named = tables.map((table) => ({
      ...table,
      resume: table.resume || undefined,
    }));
    return database.write({ ...rest, tables: named });
  };
  assert.deepEqual(await write(here.database, 10, 1n, false), { fenced: [] });
  assert.deepEqual((await there.database.join(member)).resumed, {
    stream: resume,
    offset: 10,
    redefined: 0,
  });
  assert.deepEqual(await write(here.database, 20, 2n, true), {
    fenced: [resume],
  });
  assert.deepEqual(await write(there.database, 20, 3n, false), { fenced: [] });
  const column = (table: string) =>
    server.column("fence", `SELECT a FROM ${table} ORDER BY a`);
  assert.deepEqual(await column("m"), [1, 3]);
  assert.deepEqual(await column("o"), [1, 2, 3]);
  assert.deepEqual(
    await server.column(
      "fence",
      "SELECT field || ': ' || count FROM _oml_conversions ORDER BY field",
    ),
    ["other: 3", "own: 2"],
  );
});

test("A role that may not create databases is an error with a remedy", async () => {
  await server.query("postgres", "CREATE ROLE plain LOGIN");
  const { store } = makeStore(server, { user: "plain" });
  await assert.rejects(store.check(), (error) => {
    assert.ok(error instanceof StoreError);
    assert.match(error.message, /plain may not create databases/);
    assert.match(error.hint ?? "", /ALTER ROLE "plain" CREATEDB/);
    return true;
  });
  await makeStore(server).store.check();
});

test("A missing server is an error at once", async () => {
  const { store } = makeStore(server, { port: 1 });
  await assert.rejects(store.check(), /Cannot use postgresql:.*ECONNREFUSED/);
});

function bitsOf(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}

/** A flush of one row with a text that is not UTF-8. */
function badText(schema: string, text: Uint8Array) {
  const flush = flushOf({
    handle: 0,
    schema,
    rows: [[5n, "#".repeat(text.length), "fine"]],
    known: true,
  });
  const { bytes } = flush.rows[0].cells;
  bytes.set(text, bytes.indexOf(0x23));
  return flush;
}

function counts({ rejects, rejectCounts }: ReturnType<typeof rejection>) {
  return { rejects, rejectCounts };
}

test("An existing partitioned table is filled", async () => {
  await using bed = await open("partitioned");
  await server.query(
    "partitioned",
    `CREATE TABLE m (oml_tuple_id BIGSERIAL, oml_sender_id INT4, oml_seq INT8,
      oml_ts_client FLOAT8, oml_ts_server FLOAT8, a INT4)
      PARTITION BY RANGE (oml_ts_server);
    CREATE TABLE m0 PARTITION OF m FOR VALUES FROM (0) TO (2);
    INSERT INTO _experiment_metadata (key, value)
      VALUES ('table_m', '1 m a:int32')`,
  );
  const rows = [[0n], [1n], [2n]];
  await bed.database.write(flushOf({ handle: 0, schema: "1 m a:int32", rows }));
  const column = (sql: string) => server.column("partitioned", sql);
  assert.deepEqual(await column("SELECT a FROM m0 ORDER BY a"), [0, 1]);
  const [reason] = await column("SELECT reason FROM _oml_rejected");
  assert.match(String(reason), /no partition of relation/);
});

test("A new client does not wait for all of many openings", async () => {
  const { store } = makeStore(server);
  let opened = 0;
  const many = Array.from({ length: 24 }, async (_, i) => {
    const database = await store.open(`many-${i}`);
    opened++;
    return database;
  });
  const late = await store.open("late");
  assert.ok(opened < 20, `${opened} came before`);
  const all = [late, ...await Promise.all(many)];
  await Promise.all(all.map((database) => database.close()));
});

test("A column whose type changes at run time gets rows of the new type", async () => {
  const rows = (from: number, known = true) =>
    flushOf({
      handle: 0,
      schema: "1 m a:int32 b:double",
      rows: Array.from({ length: 100 }, (_, i) => [BigInt(from + i), 0.5]),
      known,
    });
  await using bed = await open("altered");
  await bed.database.write(rows(0, false));
  const change = async (type: string) => {
    await server.query("altered", `ALTER TABLE m ALTER a TYPE ${type}`);
  };
  await change("bigint");
  // The second one is built before the first one notices.
  await Promise.all([
    bed.database.write(rows(100)),
    bed.database.write(rows(200)),
  ]);
  await change("integer");
  await bed.database.write(rows(300));
  // A type that we can't encode: the next table gets the rows.
  await change("numeric USING a");
  await bed.database.write(rows(400));

  const all = (table: string) =>
    server.column("altered", `SELECT a::int4 FROM ${table} ORDER BY 1`);
  assert.deepEqual(await all("m"), Array.from({ length: 400 }, (_, i) => i));
  assert.deepEqual(
    await all("m_2"),
    Array.from({ length: 100 }, (_, i) => 400 + i),
  );
  assert.deepEqual(await all("_oml_rejected AS r (a)"), []);
});

test("Each of several failed writes returns its own rows", async () => {
  const { database, abandon } = await open("unwritten");
  const table = { handle: 0, schema: "1 m a:int32" };
  await database.write(flushOf({ ...table, rows: [[0n]] }));
  const flushes = [1n, 2n, 3n].map((a) =>
    flushOf({ ...table, rows: [[a]], known: true })
  );
  abandon.abort();
  const faults = await Promise.all(
    flushes.map((flush) =>
      database.write(flush).then(
        () => assert.fail("was written"),
        (error: unknown) =>
          error instanceof UnwrittenError ? error.unwritten.flush : flush,
      )
    ),
  );
  assert.deepEqual(faults, flushes);
  await database.close();
});
