import assert from "node:assert/strict";
import { PostgresStoredPlace } from "../../../stored/postgres/postgres_place.ts";
import { placeOf } from "../../archive/postgres/_support/postgres_bed.ts";
import { allRows } from "../../contracts/stored_contract.ts";
import { PostgresServer } from "../../_support/postgres.ts";
import { after, before, test } from "../../_support/postgres_tests.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

/** Creates a database by SQL, and opens it. */
async function create(name: string, ...statements: string[]) {
  await server.query("postgres", `CREATE DATABASE "${name}"`);
  for (const statement of statements) await server.query(name, statement);
  const place = new PostgresStoredPlace(placeOf(server), name);
  return await place.open(name);
}

const SENDERS =
  `CREATE TABLE "_senders" (name TEXT PRIMARY KEY, id INT4 UNIQUE);
  INSERT INTO _senders VALUES ('a', 1), ('b', 2)`;

test("A database of oml2-server 2.11 has the values that it stored", async () => {
  await using experiment = await create(
    "v211",
    SENDERS,
    `CREATE TABLE "_experiment_metadata" (oml_tuple_id SERIAL PRIMARY KEY,
      oml_sender_id INT4, oml_seq INT4, oml_ts_client FLOAT8,
      oml_ts_server FLOAT8, "subject" TEXT, "key" TEXT, "value" TEXT);
    INSERT INTO _experiment_metadata (subject, key, value) VALUES
      ('.', 'start_time', '1400000000'),
      ('.', 'table_app_m', '1 app_m u:uint64 d:double b:bool x:blob g:guid v:[double]')`,
    `CREATE TABLE "app_m" (oml_tuple_id SERIAL PRIMARY KEY, oml_sender_id INT4,
      oml_seq INT4, oml_ts_client FLOAT8, oml_ts_server FLOAT8, "u" INT8,
      "d" FLOAT8, "b" BOOLEAN, "x" BYTEA, "g" INT8, "v" TEXT);
    INSERT INTO app_m VALUES
      (1, 2, 1, 0.5, 0.25, -1, 'NaN', true, '\\x00ff00', 7, '[ 1.5, nan, -inf ]'),
      (2, 1, 1, 'Infinity', '-0', NULL, '-Infinity', NULL, NULL, NULL, '')`,
  );
  assert.deepEqual(await allRows(experiment, "app_m"), {
    ...{ count: 2, ids: [1, 2], senders: [2, 1], seqs: [1, 1] },
    ...{ client: [0.5, Infinity], server: [0.25, -0] },
    values: [
      [2n ** 64n - 1n, null],
      [NaN, -Infinity],
      [true, null],
      [Uint8Array.of(0, 255, 0), null],
      [7n, null],
      [[1.5, null, -Infinity], []],
    ],
  });
  assert.deepEqual(await Array.fromAsync(experiment.rejects()), []);
  assert.deepEqual(await experiment.rejectTotals(), []);
});

test("Rows without numbers, of 2.9 and older, are numbered as they are stored", async () => {
  await using experiment = await create(
    "v29",
    SENDERS,
    `CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
    INSERT INTO _experiment_metadata VALUES ('start_time', '1290000000')`,
    `CREATE TABLE gen_sin (oml_sender_id INT4, oml_seq INT4,
      oml_ts_client FLOAT8, oml_ts_server FLOAT8, "label" TEXT, "n" INT8);
    INSERT INTO gen_sin SELECT 1 + n % 2, n, n, n, repeat('x', n::int4), n
      FROM generate_series(1, 1200) AS n`,
  );
  const { startTime, tables } = experiment.description;
  assert.equal(startTime, 1290000000);
  assert.deepEqual(tables, [{
    ...{ name: "gen_sin", rows: 1200 },
    columns: [
      { name: "label", type: "text", kind: "text" },
      { name: "n", type: "bigint", kind: "number" },
    ],
  }]);
  const all = await allRows(experiment, "gen_sin", { columns: ["n"] });
  const numbers = Array.from({ length: 1200 }, (_, i) => i + 1);
  assert.deepEqual(all.ids, numbers);
  assert.deepEqual(all.values[0], numbers.map(BigInt));
  const some = await allRows(experiment, "gen_sin", {
    ...{ senders: ["b"], from: 1190 },
  });
  assert.deepEqual(some.ids, [1191, 1193, 1195, 1197, 1199]);
});

test("Integers that are stored in narrower columns are exact, too", async () => {
  await using experiment = await create(
    "narrow",
    SENDERS,
    `CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
    INSERT INTO _experiment_metadata VALUES
      ('table_app_m', '1 app_m i:int64 u:uint64 s:int32 g:guid n:uint32')`,
    `CREATE TABLE app_m (oml_tuple_id INT2, oml_sender_id INT2, oml_seq INT2,
      oml_ts_client FLOAT4, oml_ts_server NUMERIC, i INT4, u INT2, s INT2,
      g INT8, n INT8, r FLOAT4, c VARCHAR);
    INSERT INTO app_m VALUES
      (1, 2, 3, 0.5, 0.1, -5, -1, -32768, -1, 4294967295, 0.1, 'ö'),
      (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
  );
  assert.deepEqual(await allRows(experiment, "app_m"), {
    ...{ count: 2, ids: [1, 2], senders: [2, 0], seqs: [3, 0] },
    ...{ client: [0.5, null], server: [0.1, null] },
    values: [
      ...[[-5n, null], [2n ** 64n - 1n, null], [-32768, null]],
      ...[[2n ** 64n - 1n, null], [4294967295, null]],
      ...[[Math.fround(0.1), null], ["ö", null]],
    ],
  });
});

test("Values of other types are given as the database has them", async () => {
  await using experiment = await create(
    "foreign",
    SENDERS,
    `CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
    INSERT INTO _experiment_metadata VALUES
      ('table_app_m', '1 app_m n:int32 v:[double] d:double')`,
    `CREATE TABLE app_m (oml_tuple_id INT8, oml_sender_id INT4, oml_seq INT8,
      oml_ts_client FLOAT8, oml_ts_server FLOAT8, n INT8, v TEXT, d NUMERIC,
      t TIMESTAMPTZ);
    INSERT INTO app_m VALUES
      (1, 1, 1, 0, 0, 9223372036854775807, '[ 1', 0.5, '2014-05-13 16:53:20Z')`,
  );
  const { values } = await allRows(experiment, "app_m", {
    columns: ["n", "v", "d"],
  });
  assert.deepEqual(values, [[2n ** 63n - 1n], ["[ 1"], [0.5]]);
});
