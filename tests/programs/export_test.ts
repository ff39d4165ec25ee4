import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  watch,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { parseSchema } from "../../codec/values/schema.ts";
import { cleanEnv } from "../_support/clean_env.ts";
import { isInstalled } from "../_support/is_installed.ts";
import { type Finished, runOml2, runProgram } from "../_support/run_command.ts";
import { oml2Command, repositoryRoot } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { DuckDb } from "../export/_support/duckdb.ts";
import {
  ALL_SCHEMA,
  EVERY_TYPE,
  storeFiles,
} from "../export/_support/every_type.ts";

const noPython = !isInstalled("python3") && "python3 is not installed";
const noFull = !existsSync("/dev/full") && "there is no /dev/full";

const root = makeTempDir();
after(() => removeTempDir(root));
const path = (...names: string[]) => join(root, ...names);
const file = path("every-type.sq3");

before(async () => {
  await storeFiles(root, EVERY_TYPE);
  mkdirSync(path("many"));
  await storeFiles(path("many"), {
    ...{ name: "many", senders: ["s"] },
    tables: [{ schema: "1 app_m n:int32 label:string", rows: [] }],
  });
  using database = new DatabaseSync(path("many", "many.sq3"));
  database.exec(
    "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c LIMIT " +
      "400000) INSERT INTO app_m SELECT i, 1, i, i, i, i, 'label' FROM c",
  );
});

/** Runs `oml2 export`, which must succeed without a word; returns its output. */
async function exported(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runOml2("export", ...args);
  assert.deepEqual([status, stderr], [0, ""]);
  return stdout;
}

/** Runs `oml2 export`, which must fail; returns its message. */
async function fault(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runOml2("export", ...args);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.ok(stderr.startsWith("oml2 export: "), stderr);
  return stderr.slice("oml2 export: ".length).trimEnd();
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

test("Python's csv reads every value back", { skip: noPython }, async () => {
  const code = `import sys, csv, json, base64, io
text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="")
rows = csv.DictReader(text, strict=True)${SUMS}`;
  const csv = await exported(file, "app_all");
  assert.deepEqual(python(code, csv), expectedSums());
});

test("Python's json reads every value back", { skip: noPython }, async () => {
  const code = `import sys, json, base64
rows = (json.loads(line) for line in sys.stdin.buffer.read().decode().splitlines() if line)
rows = list(rows)
assert all(isinstance(r["u64"], int) and isinstance(r["vu"][0], int) for r in rows)
assert all(r["vd"][1] == "Infinity" for r in rows)${SUMS}`;
  const jsonl = await exported(file, "app_all", "--format", "jsonl");
  assert.deepEqual(
    python(code, jsonl.replaceAll("\u2028", "")),
    expectedSums(),
  );
});

test("DuckDB reads every value of a Parquet file back", async () => {
  const target = path("all.parquet");
  await exported(file, "app_all", "--format=parquet", "--to", target);
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
});

test("DuckDB reads CSV and JSON, NULL and empty texts apart", async () => {
  const columns = "count(*) AS rows, sum(u64) AS u64, " +
    "min(dbl) AS least, count(*) FILTER (txt = '') AS empty, " +
    "count(DISTINCT txt) AS texts";
  using duck = await DuckDb.open();
  for (const format of ["csv", "jsonl"]) {
    const target = path(`all.${format}`);
    await exported(file, "app_all", `--format=${format}`, "--to", target);
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
});

test("NULL and an empty text differ in CSV", async () => {
  const csv = await exported(file, "app_small");
  assert.equal(
    csv,
    "oml_sender,oml_seq,oml_ts_client,oml_ts_server,n,v\r\n" +
      "node-1,3,1.5,2,,\r\n",
  );
});

test("A directory gets a file for each table", async () => {
  assert.equal(await exported(file, "--to", path("all"), "--format=jsonl"), "");
  assert.deepEqual(readdirSync(path("all")).sort(), [
    ...["app_all.jsonl", "app_small.jsonl"],
  ]);
  const lines = readFileSync(path("all", "app_all.jsonl"), "utf8").split("\n");
  assert.equal(lines.length, 101);
});

test("Streams of all senders go into one file", async () => {
  const text = await exported(file, "--format", "omsp");
  assert.ok(text.startsWith("protocol: 5\ndomain: every-type\n"));
  const target = path("streams.oml");
  await exported(file, "app_small", "--format=omsp", "--to", target);
  const streams = readFileSync(target, "utf8").split(/^protocol: 4\n/m);
  assert.equal(streams.length, 4);
  assert.match(streams[3], /\n\n1\.5\t1\t3\tnan\tnan\n$/);
});

test("Rows of a part of the time and of a sender are selected", async () => {
  const rows = async (...args: string[]) => {
    const csv = await exported(file, "app_small", ...args);
    return csv.split("\r\n").length - 2;
  };
  assert.equal(await rows("--since", "2", "--until", "2"), 1);
  assert.equal(await rows("--since", "2.1"), 0);
  assert.equal(await rows("--until", "2027-01-15T08:00:01Z"), 0);
  assert.equal(await rows("--until", "2027-01-15T09:00:02+01:00"), 1);
  assert.equal(await rows("--sender", "node-1"), 1);
  assert.equal(await rows("--sender", EVERY_TYPE.senders[1]), 0);
});

test("A directory as the source needs the domain", async () => {
  const csv = await exported(root, "app_small", "--domain", "every-type");
  assert.match(csv, /^oml_sender/);
});

test("With --absolute-time, times are dates", async () => {
  const csv = await exported(file, "app_small", "--absolute-time");
  assert.equal(
    csv.split("\r\n")[1],
    "node-1,3,2027-01-15T08:00:01.500000Z,2027-01-15T08:00:02.000000Z,,",
  );
});

test("Errors name what there is", async () => {
  assert.equal(
    await fault(file, "app_al"),
    'Cannot export every-type: no table "app_al"; its tables are app_all, ' +
      "app_small",
  );
  assert.match(await fault(file, "app_all", "--sender", "x"), /senders are/);
  assert.match(await fault(path("no.sq3")), /it does not exist/);
});

test("An existing file is kept without --force", async () => {
  const target = path("kept.csv");
  writeFileSync(target, "before");
  assert.equal(
    await fault(file, "app_small", "--to", target),
    `Cannot write ${target}: it exists; choose another name, or replace it ` +
      "with --force",
  );
  assert.equal(readFileSync(target, "utf8"), "before");
  await exported(file, "app_small", "--to", target, "--force");
  assert.match(readFileSync(target, "utf8"), /^oml_sender/);
});

test("A full disk is an error that says so", { skip: noFull }, async () => {
  const many = path("many", "many.sq3");
  const remedy = /ENOSPC.*; free some space/;
  assert.match(await fault(many, "--to", "/dev/full"), remedy);
  const shell = 'exec "$@" > /dev/full';
  const command = [...oml2Command(), "export", many];
  const { status, stderr } = await runProgram([
    "sh",
    "-c",
    shell,
    "sh",
    ...command,
  ]);
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^oml2 export: Cannot write the standard output: .*no space left/i,
  );
});

test("A reader that ends early ends the export quietly", async () => {
  const shell = '{ "$@"; echo "status $?" >&2; } | head -n 2';
  const command = [...oml2Command(), "export", path("many", "many.sq3")];
  const { stdout, stderr }: Finished = await runProgram(
    ["sh", "-c", shell, "sh", ...command],
  );
  assert.equal(stdout.split("\r\n").length, 3);
  assert.equal(stderr, "status 0\n");
});

test("A signal removes the unfinished file", async () => {
  mkdirSync(path("stopped"));
  const created = watch(path("stopped"));
  const [program, ...args] = [
    ...[...oml2Command(), "export", path("many", "many.sq3")],
    ...["--to", path("stopped", "many.csv")],
  ];
  const child = spawn(program, args, {
    ...{ cwd: repositoryRoot, env: cleanEnv() },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => stderr += text);
  const exited = once(child, "close");
  await once(created, "change");
  created.close();
  child.kill("SIGINT");
  const [status] = await exited;
  assert.deepEqual(readdirSync(path("stopped")), []);
  assert.equal(
    stderr,
    "oml2 export: stopped before everything was written\n",
  );
  assert.ok(status === 1 || status === null, `status ${status}`);
});
