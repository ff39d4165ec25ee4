import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parseSchema } from "../../codec/values/schema.ts";
import type { SeedExperiment } from "../_support/archive_seed.ts";
import { isInstalled } from "../_support/is_installed.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { whyNoPostgres } from "../_support/postgres_programs.ts";
import { runOml2 } from "../_support/run_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { storeOf } from "../archive/postgres/_support/postgres_bed.ts";
import { storeExperiment } from "../contracts/store_experiment.ts";
import { DuckDb } from "../export/_support/duckdb.ts";
import {
  ALL_SCHEMA,
  EVERY_TYPE,
  storeFiles,
} from "../export/_support/every_type.ts";

const noPython = !isInstalled("python3") && "python3 is not installed";
const noPostgres = whyNoPostgres() ?? false;

/** With a table of what is missing, or no number. */
const EXPERIMENT: SeedExperiment = {
  ...EVERY_TYPE,
  tables: [...EVERY_TYPE.tables, {
    schema: "3 app_missing d:double n:int64 s:string b:blob f:bool",
    rows: [
      [NaN, null, null, null, null],
      [-0.5, -(2n ** 63n), "", new Uint8Array(), false],
    ].map((values, i) => ({
      ...{ sender: EVERY_TYPE.senders[0], seq: i, client: i, server: i },
      values,
    })),
  }],
};

const root = makeTempDir();
after(() => removeTempDir(root));
before(() => storeFiles(root, EXPERIMENT));

let postgres: PostgresServer | undefined;
before(async () => {
  if (noPostgres) return;
  postgres = await PostgresServer.start();
  await storeExperiment(storeOf(postgres), EXPERIMENT);
});
after(() => postgres?.[Symbol.asyncDispose]());

/** A database, and what it has for NaN. */
interface Backend {
  readonly name: string;
  readonly skip: string | false;
  readonly notNumber: number | null;
  source(): string;
}

const BACKENDS: readonly Backend[] = [
  {
    ...{ name: "SQLite", skip: false, notNumber: null },
    source: () => join(root, `${EXPERIMENT.name}.sq3`),
  },
  {
    ...{ name: "PostgreSQL", skip: noPostgres, notNumber: NaN },
    source: () => {
      const { admin, host, port } = postgres ?? {};
      return `postgresql://${admin}@${host}:${port}/${EXPERIMENT.name}`;
    },
  },
];

/** Runs `oml2 export`, which must succeed without a word; returns its output. */
async function exported(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runOml2("export", ...args);
  assert.deepEqual([status, stderr], [0, ""]);
  return stdout;
}

/** What a program in Python prints as JSON, given the text. */
function python(code: string, text: string): unknown {
  const { stdout, stderr, status } = spawnSync("python3", ["-c", code], {
    input: text,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const SUMS = `
rows = list(rows)
num = lambda r, n: int(r[n])
print(json.dumps({
  "count": len(rows),
  "senders": sorted(set(r["oml_sender"] for r in rows)),
  "seqs": sum(num(r, "oml_seq") for r in rows),
  "client": sum(float(r["oml_ts_client"]) for r in rows),
  "i32": sum(num(r, "i32") for r in rows),
  "u32": sum(num(r, "u32") for r in rows),
  "i64": str(sum(num(r, "i64") for r in rows)),
  "u64": str(sum(num(r, "u64") for r in rows)),
  "gid": str(sum(int(r["gid"] or 0) for r in rows)),
  "doubles": [float(r["dbl"]).hex() for r in rows[:8]],
  "texts": [r["txt"] for r in rows[:8]],
  "blobs": [base64.b64decode(r["blb"]).hex() for r in rows[:5]],
  "flags": sum(str(r["flag"]).lower() == "true" for r in rows),
}))`;

/** The same, by this process from what was stored. */
function expectedSums(): unknown {
  const { rows } = EVERY_TYPE.tables[0];
  const sum = (i: number) =>
    rows.reduce(
      (sum, { values }) =>
        sum + BigInt(Number.isNaN(values[i]) ? 0 : String(values[i] ?? 0)),
      0n,
    );
  return {
    count: rows.length,
    senders: [...EVERY_TYPE.senders].sort(),
    seqs: rows.reduce((sum, { seq }) => sum + seq, 0),
    client: rows.reduce((sum, { client }) => sum + client, 0),
    ...{ i32: Number(sum(0)), u32: Number(sum(1)) },
    ...{ i64: String(sum(2)), u64: String(sum(3)), gid: String(sum(7)) },
    doubles: rows.slice(0, 8).map(({ values }) => hex(Number(values[4]))),
    texts: rows.slice(0, 8).map(({ values }) => values[5]),
    blobs: rows.slice(0, 5).map(({ values }) =>
      values[6] instanceof Uint8Array ? values[6].toHex() : undefined
    ),
    flags: rows.filter(({ values }) => values[8] === true).length,
  };
}

/** The bytes of a blob, however it is given. */
function bytesOf(value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value;
}

/** A double as Python's `float.hex` has it. */
function hex(value: number): string {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const bits = bytes.getBigUint64(0);
  const fraction = (bits & (2n ** 52n - 1n)).toString(16).padStart(13, "0");
  const biased = Number((bits >> 52n) & 0x7ffn);
  const [whole, exponent] = biased === 0 ? [0, -1022] : [1, biased - 1023];
  const sign = value < 0 ? "-" : "";
  return `${sign}0x${whole}.${fraction}p${exponent < 0 ? "" : "+"}${exponent}`;
}

async function pythonReadsCsv(source: string): Promise<void> {
  const code = `import sys, csv, json, base64, io
text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="")
rows = csv.DictReader(text, strict=True)${SUMS}`;
  const csv = await exported(source, "app_all");
  assert.deepEqual(python(code, csv), expectedSums());
}

async function pythonReadsJson(source: string): Promise<void> {
  const code = `import sys, json, base64
rows = (json.loads(line) for line in sys.stdin.buffer.read().decode().splitlines() if line)
rows = list(rows)
assert all(isinstance(r["u64"], int) and isinstance(r["vu"][0], int) for r in rows)
assert all(r["vd"][1] == "Infinity" for r in rows)${SUMS}`;
  const jsonl = await exported(source, "app_all", "--format", "jsonl");
  assert.deepEqual(
    python(code, jsonl.replaceAll("\u2028", "")),
    expectedSums(),
  );
}

async function duckReadsParquet(source: string): Promise<void> {
  const target = join(root, "all.parquet");
  await exported(
    source,
    "app_all",
    "--format=parquet",
    "--to",
    target,
    "--force",
  );
  using duck = await DuckDb.open();
  const found = await duck.query(`FROM '${target}'`);
  const { fields } = parseSchema(ALL_SCHEMA);
  const expected = EVERY_TYPE.tables[0].rows.map((row) => ({
    ...{ oml_sender: row.sender, oml_seq: BigInt(row.seq) },
    ...{ oml_ts_client: row.client, oml_ts_server: row.server },
    ...Object.fromEntries(
      fields.map(({ name }, i) => [name, bytesOf(row.values[i])]),
    ),
  }));
  assert.deepEqual(
    found.map((row) => ({ ...row, blb: bytesOf(row.blb) })),
    expected,
  );
}

async function duckReadsText(source: string): Promise<void> {
  const columns = "count(*) AS rows, sum(u64) AS u64, " +
    "min(dbl) AS least, count(*) FILTER (txt = '') AS empty, " +
    "count(DISTINCT txt) AS texts";
  using duck = await DuckDb.open();
  for (const format of ["csv", "jsonl"]) {
    const target = join(root, `all.${format}`);
    await exported(
      source,
      "app_all",
      `--format=${format}`,
      "--to",
      target,
      "--force",
    );
    const u64 = EVERY_TYPE.tables[0].rows
      .reduce((sum, { values }) => sum + BigInt(String(values[3])), 0n);
    const types =
      "{oml_sender: 'VARCHAR', u64: 'UBIGINT', dbl: 'DOUBLE', txt: 'VARCHAR'}";
    const reader = format === "csv"
      ? `read_csv('${target}', types = ${
        types.replace("oml_sender: 'VARCHAR', ", "")
      }, allow_quoted_nulls = false, strict_mode = true)`
      : `read_json('${target}', columns = ${types})`;
    const [found] = await duck.query(`SELECT ${columns} FROM ${reader}`);
    assert.deepEqual(
      { ...found, u64: BigInt(String(found.u64)) },
      { rows: 100n, u64, least: -Infinity, empty: 13n, texts: 8n },
      format,
    );
  }
}

/** Reads what is missing, or no number, and empty values. */
async function duckReadsMissing(
  source: string,
  notNumber: number | null,
): Promise<void> {
  const types = "{d: 'DOUBLE', n: 'BIGINT', s: 'VARCHAR', b: 'VARCHAR'}";
  const columns = "d, n, s, octet_length(b::BLOB) AS b, f";
  using duck = await DuckDb.open();
  for (const format of ["csv", "jsonl", "parquet"]) {
    const to = join(root, `missing.${format}`);
    const args = [`--format=${format}`, "--to", to, "--force"];
    await exported(source, "app_missing", ...args);
    const from = {
      csv: `read_csv('${to}', types = ${types}, allow_quoted_nulls = false)`,
      jsonl: `read_json('${to}', columns = ${
        types.replace("}", ", f: 'BOOLEAN'}")
      })`,
    }[format] ?? `'${to}'`;
    assert.deepEqual(
      await duck.query(`SELECT ${columns} FROM ${from}`),
      [
        { d: notNumber, n: null, s: null, b: null, f: null },
        { d: -0.5, n: -(2n ** 63n), s: "", b: 0n, f: false },
      ],
      format,
    );
  }
}

for (const { name, skip, notNumber, source } of BACKENDS) {
  const python = { skip: skip || noPython };
  test(
    `Python's csv reads every value of ${name} back`,
    python,
    () => pythonReadsCsv(source()),
  );
  test(
    `Python's json reads every value of ${name} back`,
    python,
    () => pythonReadsJson(source()),
  );
  test(
    `DuckDB reads every value of ${name} in a Parquet file back`,
    { skip },
    () => duckReadsParquet(source()),
  );
  test(`DuckDB reads CSV and JSON of ${name}, NULL and empty texts apart`, {
    skip,
  }, () => duckReadsText(source()));
  test(`DuckDB reads what is missing in ${name}, and NaN if that is stored`, {
    skip,
  }, () => duckReadsMissing(source(), notNumber));
}
