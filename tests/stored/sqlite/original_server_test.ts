import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import type { StoredExperiment } from "../../../stored/stored.ts";
import { SqliteStoredPlace } from "../../../stored/sqlite/sqlite_place.ts";
import { allRows, type KeptRows } from "../../contracts/stored_contract.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => directory = makeTempDir());
afterEach(() => removeTempDir(directory));

/** Creates a database by SQL, and opens it. */
async function create(sql: string): Promise<StoredExperiment> {
  {
    using database = new DatabaseSync(join(directory, "e.sq3"));
    database.exec(sql);
  }
  return await new SqliteStoredPlace({ directory }).open("e");
}

/** The values of a table, by queries, which is the same without SQLite. */
async function valuesOf(
  experiment: StoredExperiment,
  table: string,
): Promise<KeptRows["values"]> {
  const { values } = await allRows(experiment, table);
  utimesSync(join(directory, "e.sq3"), 1e9, 1e9);
  await using again = await new SqliteStoredPlace({ directory }).open("e");
  assert.deepEqual((await allRows(again, table)).values, values);
  return values;
}

const SENDERS =
  `CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE);
  INSERT INTO _senders VALUES ('a', 1), ('b', 2);`;

const OLD_METADATA = `
  CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
  INSERT INTO _experiment_metadata VALUES ('start_time', '1290000000');`;

test("A database of oml2-server 2.11 has the values that it stored", async () => {
  await using experiment = await create(`${SENDERS}
    CREATE TABLE "_experiment_metadata" (oml_tuple_id INTEGER PRIMARY KEY,
      oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,
      oml_ts_server REAL, "subject" TEXT, "key" TEXT, "value" TEXT);
    INSERT INTO _experiment_metadata (subject, key, value) VALUES
      ('.', 'start_time', '1400000000'),
      ('.', 'table_app_m', '1 app_m i:int32 u:uint64 d:double b:bool x:blob g:guid v:[double] w:[int64]');
    CREATE TABLE "app_m" (oml_tuple_id INTEGER PRIMARY KEY,
      oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,
      oml_ts_server REAL, "i" INTEGER, "u" UNSIGNED BIGINT, "d" REAL,
      "b" INTEGER, "x" BLOB, "g" BIGINT, "v" TEXT, "w" TEXT);
    INSERT INTO app_m VALUES
      (1, 2, 1, 0.5, 0.25, -5, -1, 9e999, 1, x'00ff00', 9223372036854775807,
        '[ 1.5, nan, -inf ]', '[ 9007199254740993, -1 ]'),
      (2, 1, 1, 9e999, NULL, NULL, NULL, NULL, 0, NULL, NULL, '', NULL)`);
  assert.equal(experiment.description.startTime, 1400000000);
  assert.deepEqual(await allRows(experiment, "app_m"), {
    ...{ count: 2, ids: [1, 2], senders: [2, 1], seqs: [1, 1] },
    ...{ client: [0.5, Infinity], server: [0.25, null] },
    values: [
      [-5, null],
      [2n ** 64n - 1n, null],
      [Infinity, null],
      [true, false],
      [Uint8Array.of(0, 255, 0), null],
      [2n ** 63n - 1n, null],
      [[1.5, null, -Infinity], []],
      [[9007199254740993n, -1n], null],
    ],
  });
  assert.deepEqual(await Array.fromAsync(experiment.rejects()), []);
  assert.deepEqual(await experiment.rejectTotals(), []);
  assert.deepEqual(await experiment.conversionTotals(), []);
});

test("A table of 2.9 and older has rows without numbers, and no schema", async () => {
  await using experiment = await create(`${SENDERS}${OLD_METADATA}
    CREATE TABLE "gen_sin" (oml_sender_id INTEGER, oml_seq INTEGER,
      oml_ts_client REAL, oml_ts_server REAL, "label" TEXT, "phase" REAL,
      "count" UNSIGNED BIGINT, "rowid" INTEGER, "long" BIGINT);
    INSERT INTO gen_sin VALUES (2, 1, 0.5, 0.75, 'x', 1.5, -1, 9, 5),
      (3, 1, 1.5, 1.75, 'y', 2.5, 7, 8, -5)`);
  assert.deepEqual(await allRows(experiment, "gen_sin"), {
    ...{ count: 2, ids: [1, 2], senders: [2, 3], seqs: [1, 1] },
    ...{ client: [0.5, 1.5], server: [0.75, 1.75] },
    values: [
      ["x", "y"],
      [1.5, 2.5],
      [2n ** 64n - 1n, 7n],
      [9, 8],
      [5n, -5n],
    ],
  });
  const query = { senders: ["#3"], columns: ["rowid"] };
  const { ids, values } = await allRows(experiment, "gen_sin", query);
  assert.deepEqual([ids, values], [[2], [[8]]]);
});

test("Values of other types are given as the database has them", async () => {
  await using experiment = await create(`${SENDERS}
    CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
    INSERT INTO _experiment_metadata VALUES ('table_app_m',
      '1 app_m n:int32 l:int64 b:bool d:double v:[double] s:string x:blob');
    CREATE TABLE app_m (oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
      oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL, n INTEGER,
      l INTEGER, b INTEGER, d, v TEXT, s TEXT, x BLOB);
    INSERT INTO app_m VALUES
      (1, 1, 1, 'late', 0, 'text', 1.5, 2, 'none', '[ 1', x'01', 'text'),
      (2, 1, 1, 0, 0, 1.5, 'text', 'true', 7, 'abc', 7, 7),
      (3, 1, 1, 0, 0, 4611686018427387904, x'02', 0.5, -4611686018427387905,
        '{}', '9', NULL)`);
  const { client, values } = await allRows(experiment, "app_m");
  assert.deepEqual(client, [null, 0, 0]);
  assert.deepEqual(values, [
    ["text", 1.5, 2n ** 62n],
    [1.5, "text", Uint8Array.of(2)],
    [2, "true", 0.5],
    ["none", 7, -(2n ** 62n) - 1n],
    ["[ 1", "abc", "{}"],
    [Uint8Array.of(1), "7", "9"],
    ["text", 7, null],
  ]);
});

test("Ids may have any gaps", async () => {
  await using experiment = await create(`${SENDERS}${OLD_METADATA}
    CREATE TABLE app_m (oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
      oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL, n INTEGER);
    WITH numbers (n) AS (
      VALUES (-1000) UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000)
    INSERT INTO app_m SELECT n * 4503599627370, 1, n, n, n, n FROM numbers`);
  const { ids } = await allRows(experiment, "app_m");
  assert.equal(ids.length, 2001);
  assert.deepEqual([ids[0], ids[2000]], [-4503599627370000, 4503599627370000]);
  const some = await allRows(experiment, "app_m", { from: 998 });
  assert.deepEqual(some.seqs, [998, 999, 1000]);
});

const STANDARD =
  `oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER, oml_seq INTEGER,
    oml_ts_client REAL, oml_ts_server REAL`;

const METADATA = `CREATE TABLE "_experiment_metadata" (${STANDARD},
    "subject" TEXT, "key" TEXT, "value" TEXT);
  INSERT INTO _experiment_metadata (subject, key, value) VALUES `;

test("A negative uint32 is the number above 2^31-1 that was sent", async () => {
  await using experiment = await create(`${SENDERS}${METADATA}
      ('.', 'table_app_m', '1 app_m u:uint32 i:int32');
    CREATE TABLE "app_m" (${STANDARD}, "u" INTEGER, "i" INTEGER);
    INSERT INTO app_m VALUES (1, 1, 1, 0, 0, -1, -1),
      (2, 1, 2, 0, 0, -2147483648, -2147483648),
      (3, 1, 3, 0, 0, 2147483647, 2147483647),
      (4, 1, 4, 0, 0, 0, 0), (5, 1, 5, 0, 0, NULL, NULL),
      (6, 1, 6, 0, 0, -2147483649, 4294967295)`);
  assert.deepEqual(await valuesOf(experiment, "app_m"), [
    [4294967295, 2147483648, 2147483647, 0, null, -2147483649],
    [-1, -2147483648, 2147483647, 0, null, 4294967295],
  ]);
});

test("Texts with NUL are complete", async () => {
  const long = "x".repeat(5_000);
  await using experiment = await create(`${SENDERS}${METADATA}
      ('.', 'table_app_m', '1 app_m t:string b:blob');
    CREATE TABLE "app_m" (${STANDARD}, "t" TEXT, "b" BLOB);
    INSERT INTO app_m VALUES (1, 1, 1, 0, 0, 'a' || char(0) || 'b', x'00'),
      (2, 1, 2, 0, 0, char(0), 'b' || char(0)), (3, 1, 3, 0, 0, '"1"', NULL),
      (4, 1, 4, 0, 0, '12', x''), (5, 1, 5, 0, 0, '', 7),
      (6, 1, 6, 0, 0, '${long}' || char(0) || 'é', x'00ff')`);
  assert.deepEqual(await valuesOf(experiment, "app_m"), [
    ["a\0b", "\0", '"1"', "12", "", `${long}\0é`],
    [Uint8Array.of(0), "b\0", null, Uint8Array.of(), 7, Uint8Array.of(0, 255)],
  ]);
});

test("A negative zero is read where SQLite has one", async () => {
  await using experiment = await create(`${SENDERS}${METADATA}
      ('.', 'table_app_m', '1 app_m d:double r:double');
    CREATE TABLE "app_m" (${STANDARD}, "d", "r" REAL);
    INSERT INTO app_m VALUES (1, 1, 1, 0, 0, -0.0, -0.0), (2, 1, 2, 0, 0, 0, 0)`);
  // SQLite keeps the sign only in columns without a type.
  assert.deepEqual(await valuesOf(experiment, "app_m"), [[-0, 0], [0, 0]]);
});
