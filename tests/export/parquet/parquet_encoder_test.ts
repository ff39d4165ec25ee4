import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { ExportError } from "../../../export/errors.ts";
import { parquetEncoder } from "../../../export/parquet/parquet_encoder.ts";
import { textWithHint } from "../../../shared/hint_error.ts";
import type { ExactValue } from "../../../stored/stored.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { DuckDb, type DuckRow } from "../_support/duckdb.ts";
import { encode, type EncodedTable, type Row } from "../_support/encode.ts";

const directory = makeTempDir();
after(() => removeTempDir(directory));

let files = 0;

/** What DuckDB reads in a file with these rows; `FILE` stands for its name. */
async function read(
  table: EncodedTable,
  sql = "FROM FILE",
): Promise<DuckRow[]> {
  const path = join(directory, `${++files}.parquet`);
  writeFileSync(path, await encode(parquetEncoder, table));
  using duck = await DuckDb.open();
  return await duck.query(sql.replaceAll("FILE", `'${path}'`));
}

/** The values of a column as DuckDB reads them. */
async function values(
  type: string,
  ...given: readonly ExactValue[]
): Promise<unknown[]> {
  const rows = given.map((value) => ({ values: [value] }));
  const found = await read({ schema: `1 app_m v:${type}`, blocks: [rows] });
  return found.map(({ v }) => v);
}

/** The types of the columns as DuckDB understands them. */
async function types(table: EncodedTable): Promise<unknown[]> {
  const found = await read(table, "DESCRIBE FROM FILE");
  return found.map(({ column_name, column_type }) => [
    ...[column_name, column_type],
  ]);
}

const ALL = "1 app_m a:int32 b:uint32 c:int64 d:uint64 e:double f:string " +
  "g:blob h:guid i:bool j:[int32] k:[uint32] l:[int64] m:[uint64] " +
  "n:[double] o:[bool]";

test("Each type has its own in Parquet", async () => {
  assert.deepEqual(await types({ schema: ALL, blocks: [] }), [
    ...[["oml_sender", "VARCHAR"], ["oml_seq", "BIGINT"]],
    ...[["oml_ts_client", "DOUBLE"], ["oml_ts_server", "DOUBLE"]],
    ...[["a", "INTEGER"], ["b", "UINTEGER"], ["c", "BIGINT"]],
    ...[["d", "UBIGINT"], ["e", "DOUBLE"], ["f", "VARCHAR"], ["g", "BLOB"]],
    ...[["h", "UBIGINT"], ["i", "BOOLEAN"], ["j", "INTEGER[]"]],
    ...[["k", "UINTEGER[]"], ["l", "BIGINT[]"], ["m", "UBIGINT[]"]],
    ...[["n", "DOUBLE[]"], ["o", "BOOLEAN[]"]],
  ]);
});

test("Extreme values are exact", async () => {
  const [least, most] = [-(2n ** 63n), 2n ** 64n - 1n];
  const bounds = [-(2 ** 31), 2 ** 31 - 1, null];
  assert.deepEqual(await values("int32", ...bounds), bounds);
  assert.deepEqual(await values("uint32", 0, 2 ** 32 - 1), [0, 2 ** 32 - 1]);
  assert.deepEqual(await values("int64", least, null), [least, null]);
  assert.deepEqual(await values("uint64", most, 2n ** 63n, 0n), [
    ...[most, 2n ** 63n, 0n],
  ]);
  const doubles = [5e-324, -0, NaN, Infinity, -Infinity, null, 0.1 + 0.2];
  assert.deepEqual(await values("double", ...doubles), doubles);
  const texts = ["", "Zürich ✓ 😀", "a\0b", null];
  assert.deepEqual(await values("string", ...texts), texts);
  assert.deepEqual(await values("bool", true, null, false), [
    ...[true, null, false],
  ]);
  const blobs = [new Uint8Array([0, 255]), new Uint8Array(), null];
  const found = await values("blob", ...blobs);
  assert.deepEqual(
    found.map((each) => each instanceof Uint8Array ? [...each] : each),
    [[0, 255], [], null],
  );
});

test("Vectors are lists", async () => {
  const lists = [[1, 2], [], null, [-3]];
  assert.deepEqual(await values("[int32]", ...lists), lists);
  const doubles = [[0.5, Infinity, null]];
  assert.deepEqual(await values("[double]", ...doubles), doubles);
  const most = [[2n ** 64n - 1n, 0n]];
  assert.deepEqual(await values("[uint64]", ...most), most);
  assert.deepEqual(await values("[bool]", [true, false]), [[true, false]]);
});

test("Sender, number and times are columns, and the start is in the file", async () => {
  const table = {
    schema: "1 app_m v:int32",
    senders: ["n1"],
    blocks: [[
      { seq: 7, client: 0, server: 1.25, values: [1] },
      { sender: 9, seq: 8, client: null, server: 2, values: [2] },
    ]],
  };
  assert.deepEqual(await read(table), [
    {
      ...{ oml_sender: "n1", oml_seq: 7n, oml_ts_client: 0 },
      ...{ oml_ts_server: 1.25, v: 1 },
    },
    {
      ...{ oml_sender: "#9", oml_seq: 8n, oml_ts_client: null },
      ...{ oml_ts_server: 2, v: 2 },
    },
  ]);
  const metadata = "SELECT decode(key) AS key, decode(value) AS value " +
    "FROM parquet_kv_metadata(FILE)";
  assert.deepEqual(await read(table, metadata), [
    { key: "oml_experiment", value: "lab" },
    { key: "oml_start_time", value: "1000" },
  ]);
});

test("With an origin, times are timestamps in UTC", async () => {
  const table: EncodedTable = {
    schema: "1 app_m v:int32",
    blocks: [[{ client: 0.000001, server: 0, values: [1] }, {
      ...{ client: null, server: -0.5, values: [2] },
    }]],
    origin: 1_800_000_000,
  };
  assert.deepEqual((await types(table)).slice(2, 4), [
    ["oml_utc_client", "TIMESTAMP WITH TIME ZONE"],
    ["oml_utc_server", "TIMESTAMP WITH TIME ZONE"],
  ]);
  const sql = "SELECT epoch_us(oml_utc_client) AS c, " +
    "epoch_us(oml_utc_server) AS s FROM FILE";
  assert.deepEqual(await read(table, sql), [
    { c: 1_800_000_000_000_001n, s: 1_800_000_000_000_000n },
    { c: null, s: 1_799_999_999_500_000n },
  ]);
});

test("Many rows are several row groups, written as they fill", async () => {
  const block = (from: number): Row[] =>
    Array.from({ length: 1_000 }, (_, i) => ({
      ...{ seq: from + i, values: [from + i, `text ${from + i}`] },
    }));
  const blocks = Array.from({ length: 100 }, (_, i) => block(1_000 * i));
  const table = { schema: "1 app_m n:int32 label:string", blocks };
  const sql = "SELECT count(*) AS rows, sum(n) AS n, " +
    "count(DISTINCT label) AS labels, " +
    "(SELECT count(DISTINCT row_group_id) FROM parquet_metadata(FILE)) " +
    "AS groups FROM FILE";
  assert.deepEqual(await read(table, sql), [
    { rows: 100_000n, n: 4_999_950_000n, labels: 100_000n, groups: 2n },
  ]);
});

test("Large values make small row groups", async () => {
  const blob = new Uint8Array(2 ** 20).fill(7);
  const blocks = Array.from({ length: 20 }, () => [{ values: [blob] }]);
  const sql = "SELECT count(DISTINCT row_group_id) AS groups, " +
    "(SELECT sum(octet_length(v)) FROM FILE) AS bytes " +
    "FROM parquet_metadata(FILE)";
  assert.deepEqual(await read({ schema: "1 app_m v:blob", blocks }, sql), [
    { groups: 3n, bytes: 20n * 2n ** 20n },
  ]);
});

test("A row group of many pages has the bounds of all of them", async () => {
  const block = (from: number): Row[] =>
    Array.from({ length: 1_000 }, (_, i) => {
      const n = (from + i) * 7_919 % 10_000;
      return {
        ...{ seq: from + i, client: 1 + n / 8 },
        values: [n, `é ${String(n).padStart(4, "0")}`, n % 10 ? [n] : null],
      };
    });
  const blocks = Array.from({ length: 10 }, (_, i) => block(1_000 * i));
  const table = { schema: "1 app_m n:int32 label:string list:[int32]", blocks };
  const sql = "SELECT path_in_schema AS column, stats_min_value AS min, " +
    "stats_max_value AS max, stats_null_count AS nulls, num_values " +
    "FROM parquet_metadata(FILE)";
  const all = { nulls: 0n, num_values: 10_000n };
  assert.deepEqual(await read(table, sql), [
    { column: "oml_sender", min: "s1", max: "s1", ...all },
    { column: "oml_seq", min: "0", max: "9999", ...all },
    { column: "oml_ts_client", min: "1.0", max: "1250.875", ...all },
    { column: "oml_ts_server", min: "0.5", max: "0.5", ...all },
    { column: "n", min: "0", max: "9999", ...all },
    { column: "label", min: "é 0000", max: "é 9999", ...all },
    {
      ...{ column: "list, list, element", min: "1", max: "9999" },
      ...{ ...all, nulls: 1_000n },
    },
  ]);
  const found =
    "SELECT count(*) AS rows FROM FILE WHERE n = (oml_ts_client - 1) * 8 " +
    "AND label = printf('é %04d', n) " +
    "AND list IS NOT DISTINCT FROM CASE WHEN n % 10 <> 0 THEN [n] END";
  assert.deepEqual(await read(table, found), [{ rows: 10_000n }]);
});

test("Texts may repeat, be empty, and be missing", async () => {
  const texts = [
    "a",
    "a",
    "",
    "",
    null,
    "a",
    null,
    "",
    "é",
    "é",
    "b".repeat(9e3),
  ];
  assert.deepEqual(await values("string", ...texts), texts);
});

test("A value that its type does not have is an error", async () => {
  const wrong: [string, ExactValue][] = [
    ["int32", 2 ** 31],
    ["int32", 1.5],
    ["int32", "a"],
    ["uint32", -1],
    ["uint64", -1n],
    ["int64", 2n ** 63n],
    ["double", 1n],
    ["bool", 2],
    ["string", new Uint8Array()],
    ["blob", "a"],
    ["[int32]", "1,2"],
    ["[int32]", [0.5]],
  ];
  for (const [type, value] of wrong) {
    await assert.rejects(values(type, null, value), (error) => {
      assert.ok(error instanceof ExportError);
      assert.equal(
        textWithHint(error),
        "Cannot write row 2 of app_m as Parquet: the type of column v does " +
          "not have its value; export it as CSV",
      );
      return true;
    });
  }
});
