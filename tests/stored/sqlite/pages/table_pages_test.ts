import assert from "node:assert/strict";
import { closeSync, openSync, utimesSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import {
  findTable,
  readCatalogue,
} from "../../../../archive/sqlite/catalogue.ts";
import { ReadDatabase } from "../../../../archive/sqlite/read_database.ts";
import { idRange } from "../../../../archive/sqlite/table_reader.ts";
import { ArchiveError } from "../../../../archive/errors.ts";
import { TablePages } from "../../../../stored/sqlite/pages/table_pages.ts";
import { SqliteStoredPlace } from "../../../../stored/sqlite/sqlite_place.ts";
import { allRows, type KeptRows } from "../../../contracts/stored_contract.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => directory = makeTempDir());
afterEach(() => removeTempDir(directory));

const file = () => join(directory, "e.sq3");

const TABLE =
  `CREATE TABLE app_m (oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
    oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL, i BIGINT,
    d REAL, t TEXT, b BLOB);`;

/** Creates a database by SQL. */
function create(sql: string, pragmas = ""): void {
  using database = new DatabaseSync(file());
  database.exec(`${pragmas} BEGIN; ${sql} COMMIT;`);
}

/** Rows that are alike but for their values, which SQL gives for `n`. */
const filled = (count: number, values: string, from = 1) =>
  `WITH RECURSIVE s(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM s
    WHERE n < ${from + count - 1})
  INSERT INTO app_m SELECT n, n % 7, n, n / 3.0, n / 8.0, ${values} FROM s;`;

/** The file seems not to have changed for long, or just now. */
function setAge(isOld: boolean): void {
  const seconds = isOld ? 1e9 : Date.now() / 1000;
  utimesSync(file(), seconds, seconds);
}

async function read(): Promise<KeptRows> {
  await using place = new SqliteStoredPlace({ directory });
  await using experiment = await place.open("e");
  return await allRows(experiment, "app_m");
}

/** Reads all rows without SQLite, and by queries, and compares them. */
async function assertSame(): Promise<KeptRows> {
  setAge(false);
  const queried = await read();
  setAge(true);
  const found = await read();
  assert.deepEqual(found, queried);
  return found;
}

/** Opens the table without SQLite; `undefined` if that can't be. */
function openPages(): TablePages | undefined {
  using database = new ReadDatabase(file());
  const table = findTable(readCatalogue(database), "app_m");
  const { to } = idRange(database, table) ?? { to: 0 };
  const { columns } = table;
  return TablePages.open(database, { path: file(), table, columns, to });
}

/** The number of rows that are read without SQLite. */
function pageRows(after = 0): number {
  using pages = openPages();
  let rows = 0;
  for (let last = after;;) {
    const found = pages?.read(last);
    if (found === undefined) return rows;
    rows += found.rows.count;
    if (found.lastId === last) return rows;
    last = found.lastId;
  }
}

const VALUES = `CASE n % 11 WHEN 0 THEN NULL WHEN 1 THEN 0 WHEN 2 THEN 1
    WHEN 3 THEN -128 WHEN 4 THEN -32768 WHEN 5 THEN -8388608
    WHEN 6 THEN -2147483648 WHEN 7 THEN -140737488355328
    WHEN 8 THEN 9223372036854775807 WHEN 9 THEN -9223372036854775807 - 1
    ELSE n * 977 END,
  CASE n % 5 WHEN 0 THEN NULL WHEN 1 THEN 9e999 WHEN 2 THEN -9e999
    WHEN 3 THEN n ELSE n / 7.0 END,
  CASE n % 6 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'é' || n
    WHEN 3 THEN 'a' || char(0) || n WHEN 4 THEN CAST(x'61ff62' AS TEXT)
    ELSE 'sample-' || n END,
  CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN x'' ELSE CAST(n AS BLOB) END`;

for (const size of [512, 4096, 65536]) {
  test(`Values of all forms are read from pages of ${size} bytes`, async () => {
    create(TABLE + filled(20_000, VALUES), `PRAGMA page_size = ${size};`);
    const { count, values: [, , texts] } = await assertSame();
    assert.equal(count, 20_000);
    assert.deepEqual(texts.slice(0, 4), ["", "é2", "a\x003", "a\ufffdb"]);
    assert.equal(pageRows(), 20_000);
    assert.equal(pageRows(15_001), 4_999);
  });
}

test("Rows beside others that need SQLite are read without it", async () => {
  create(
    TABLE + filled(5_000, "n, n, 't', x'00'") +
      `UPDATE app_m SET t = printf('%*d', 9999, n) WHERE n % 500 = 0;`
        .replaceAll("n %", "oml_tuple_id %").replace(", n)", ", i)") +
      "INSERT INTO app_m SELECT -oml_tuple_id, 1, 2, 3, 4, 5, 6, 't', NULL " +
      "FROM app_m WHERE oml_tuple_id < 10;",
  );
  const { count, values: [, , texts] } = await assertSame();
  assert.equal(count, 5_009);
  assert.equal(texts.filter((text) => String(text).length === 9999).length, 10);
  assert.equal(pageRows(4_500), 499);
});

test("Columns that records do not have are read by SQLite", async () => {
  create(
    TABLE + filled(300, "n, n, 't', NULL") +
      "ALTER TABLE app_m ADD COLUMN late INTEGER DEFAULT 7;" +
      "INSERT INTO app_m VALUES (301, 1, 1, 1, 1, 1, 1, 't', NULL, 8);",
  );
  const { values } = await assertSame();
  assert.deepEqual(values[4].slice(-3), [7, 7, 8]);
  assert.equal(pageRows(), 0);
  assert.equal(pageRows(300), 1);
});

test("Generated columns, another encoding, and a log need SQLite", async () => {
  create(TABLE, "PRAGMA encoding = 'UTF-16';");
  setAge(true);
  assert.equal(openPages(), undefined);
  await assertSame();
  {
    using database = new DatabaseSync(file());
    database.exec("DROP TABLE app_m; PRAGMA encoding = 'UTF-8'; VACUUM;");
    database.exec(TABLE.replace("d REAL", "d REAL AS (i / 2.0) STORED"));
    database.exec("INSERT INTO app_m VALUES (1, 1, 1, 1, 1, 3, 't', NULL)");
  }
  setAge(true);
  assert.equal(openPages(), undefined);
  await assertSame();
});

test("A change of the file ends the reading without SQLite", () => {
  create(TABLE + filled(20_000, "n, n, 't', NULL"));
  setAge(false);
  assert.equal(openPages(), undefined);
  setAge(true);
  using pages = openPages();
  const first = pages?.read(0);
  assert.ok(first !== undefined && first.rows.count > 0);
  using database = new DatabaseSync(file());
  database.exec("UPDATE app_m SET i = 0 WHERE oml_tuple_id = 20000");
  assert.equal(pages?.read(first.lastId), undefined);
});

test("A damaged file is an error as with SQLite", async () => {
  create(TABLE + filled(20_000, "n, n, 'text', NULL"));
  const damaged = openSync(file(), "r+");
  writeSync(damaged, new Uint8Array(4096).fill(0xff), 0, 4096, 40 * 4096);
  closeSync(damaged);
  setAge(true);
  await assert.rejects(read(), ArchiveError);
});
