import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { SqliteArchive } from "../../../archive/sqlite/sqlite_archive.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

let directory = "";
let archive: SqliteArchive;

beforeEach(() => {
  directory = makeTempDir();
  archive = new SqliteArchive({ directory, inServer: false });
});

afterEach(async () => {
  await archive.close();
  removeTempDir(directory);
});

/** Creates the experiment `e` by SQL. */
function create(sql: string): void {
  using database = new DatabaseSync(join(directory, "e.sq3"));
  database.exec(sql);
}

test("A database of oml2-server 2.9 has no numbers of rows, and few metadata", async () => {
  create(`
    CREATE TABLE _senders (name TEXT PRIMARY KEY, id INTEGER UNIQUE);
    INSERT INTO _senders VALUES ('b', 2), ('a', 1);
    CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
    INSERT INTO _experiment_metadata VALUES ('start_time', '1290000000');
    CREATE TABLE "gen_sin" (oml_sender_id INTEGER, oml_seq INTEGER,
      oml_ts_client REAL, oml_ts_server REAL, "label" TEXT, "phase" REAL,
      "count" UNSIGNED BIGINT, "rowid" INTEGER);
    INSERT INTO gen_sin VALUES (2, 1, 0.5, 0.75, 'x', 1.5, -1, 9),
      (3, 1, 1.5, 1.75, 'y', 2.5, 7, 8)`);
  assert.deepEqual(await archive.describe("e"), {
    name: "e",
    startTime: 1290000000,
    senders: [{ id: 1, name: "a" }, { id: 2, name: "b" }],
    tables: [{
      name: "gen_sin",
      rows: 2,
      columns: [
        { name: "label", type: "TEXT", kind: "text" },
        { name: "phase", type: "REAL", kind: "number" },
        { name: "count", type: "UNSIGNED BIGINT", kind: "number" },
        { name: "rowid", type: "INTEGER", kind: "number" },
      ],
    }],
    metadata: [{ subject: "", key: "start_time", value: "1290000000" }],
  });
  const rows = await archive.rows("e", "gen_sin", { limit: 9 });
  assert.deepEqual(rows, {
    ids: [1, 2],
    senders: ["b", "#3"],
    seqs: [1, 1],
    client: [0.5, 1.5],
    server: [0.75, 1.75],
    values: {
      label: ["x", "y"],
      phase: [1.5, 2.5],
      count: ["18446744073709551615", 7],
      rowid: [9, 8],
    },
    lastId: 2,
    more: false,
  });
  const nameless = await archive.rows("e", "gen_sin", {
    limit: 9,
    senders: ["#3"],
  });
  assert.deepEqual(nameless.ids, [2]);
  const { cells } = await archive.activity("e");
  assert.deepEqual(cells.map(({ sender }) => sender), ["b", "#3"]);
});

test("Only measurement tables are shown", async () => {
  const standard = "oml_sender_id INTEGER, oml_seq INTEGER, " +
    "oml_ts_client REAL, oml_ts_server REAL";
  create(`
    CREATE TABLE other (a, b);
    CREATE TABLE "a ""quoted"" name" (oml_tuple_id INTEGER PRIMARY KEY,
      ${standard}, "a ""column""" REAL);
    INSERT INTO "a ""quoted"" name" VALUES (5, 1, 1, 0, 0, 0.5);
    CREATE TABLE keyed (oml_tuple_id TEXT PRIMARY KEY, ${standard}, x REAL);
    CREATE TABLE no_ids (oml_tuple_id INT PRIMARY KEY, ${standard})
      WITHOUT ROWID;
    CREATE TABLE _oml_progress (${standard});
    CREATE VIEW seen AS SELECT * FROM keyed;
    CREATE INDEX i ON keyed (oml_seq)`);
  const { tables, startTime, senders } = await archive.describe("e");
  const names = tables.map(({ name }) => name);
  assert.deepEqual(names, ['a "quoted" name', "keyed"]);
  assert.deepEqual([startTime, senders], [undefined, []]);
  const rows = await archive.rows("e", names[0], { limit: 1 });
  assert.deepEqual(rows.values, { 'a "column"': [0.5] });
  const series = await archive.series("e", names[0], {
    ...{ columns: ['a "column"'], width: 10 },
  });
  assert.deepEqual(series.lines.map(({ max }) => max), [[0.5]]);
});

test("Values of other types than their column's do not stop a query", async () => {
  create(`
    CREATE TABLE t (oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
      oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL, i INTEGER,
      d REAL, s TEXT, v TEXT, b BLOB);
    CREATE TABLE _experiment_metadata (oml_tuple_id INTEGER PRIMARY KEY,
      oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,
      oml_ts_server REAL, "subject" TEXT, "key" TEXT, "value" TEXT);
    INSERT INTO _experiment_metadata (key, value)
      VALUES ('table_t', '1 t i:int32 d:double s:string v:[int32] b:blob');
    INSERT INTO t VALUES
      (1, 1, 1, 1, 1, 9223372036854775807, 1, x'ff00', '[ 1, 2 ]', x'01'),
      (2, 1, 2, 'soon', NULL, 'many', 'none', 5, '[1,', 'text'),
      (3, NULL, NULL, 2, 3, 0.5, x'00', CAST(x'ff' AS TEXT), '{}', 7)`);
  const { values, client, server, seqs, senders } = await archive.rows(
    ...["e", "t", { limit: 9 }] as const,
  );
  assert.deepEqual(values, {
    i: ["9223372036854775807", "many", 0.5],
    d: [1, "none", "AA=="],
    s: ["/wA=", "5", "\ufffd"],
    v: [[1, 2], "[1,", "{}"],
    b: ["AQ==", "text", 7],
  });
  assert.deepEqual([client, server], [[1, null, 2], [1, null, 3]]);
  assert.deepEqual([seqs, senders], [[1, 2, 0], ["#1", "#1", "#0"]]);
  const series = await archive.series("e", "t", {
    ...{ columns: ["i", "d"], width: 10, clock: "client" },
  });
  assert.deepEqual([series.from, series.to], [1, 2]);
  assert.deepEqual(
    series.lines.map(({ column, max }) => [column, max]),
    [["i", [0.5]], ["i", [2 ** 63]], ["d", [1]]],
  );
  const spectra = await archive.spectra("e", "t", {
    ...{ column: "v", width: 10, bins: 4 },
  });
  assert.deepEqual(spectra.values, [[1, 2]]);
  assert.equal((await archive.activity("e")).covered, 1);
});

test("Rows that were removed are not missing", async () => {
  create(`
    CREATE TABLE t (oml_tuple_id INTEGER PRIMARY KEY, oml_sender_id INTEGER,
      oml_seq INTEGER, oml_ts_client REAL, oml_ts_server REAL, x REAL);
    INSERT INTO t VALUES (5, 1, 1, 1, 1, 1), (6, 1, 2, 2, 2, 2),
      (900000, 1, 3, 3, 3, 3)`);
  const { covered, cells: [{ tuples }] } = await archive.activity("e");
  assert.deepEqual([covered, tuples], [1, 3]);
  const { ids } = await archive.rows("e", "t", { limit: 2, before: 1e6 });
  assert.deepEqual(ids, [6, 900000]);
  const { lines: [{ max }], ...series } = await archive.series("e", "t", {
    ...{ columns: ["x"], width: 10 },
  });
  assert.deepEqual([max, series.covered], [[1, 2, 3], 1]);
});
