import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { FollowedCaptures } from "../../../captures/followed_captures.ts";
import {
  ArchiveError,
  NotFoundError,
  TimeLimitError,
} from "../../../archive/errors.ts";
import { Experiments } from "../../../server/experiments/experiments.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../../server/options.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { PostgresServer } from "../../_support/postgres.ts";
import { after, before, test } from "../../_support/postgres_tests.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { archiveOf, storeOf } from "./_support/postgres_bed.ts";
import { readAll } from "../../captures/_support/read_all.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

/** Stores captures in databases, as the server does. */
async function store(...captures: string[]): Promise<void> {
  const directory = makeTempDir();
  const log = new MemoryLog();
  const store = storeOf(server);
  const { collect, limits } = DEFAULT_SERVER_OPTIONS;
  const experiments = new Experiments(store, collect, { log });
  const paths = captures.map((capture, i) => {
    writeFileSync(join(directory, `${i}.oml`), capture);
    return join(directory, `${i}.oml`);
  });
  const faults: unknown[] = [];
  const files = new FollowedCaptures(
    paths,
    { experiments, limits },
    (_, error) => faults.push(error),
  );
  await readAll(files);
  assert.deepEqual(faults, []);
  removeTempDir(directory);
}

const open = (database?: string) => archiveOf(server, database);

test("Every type of value is read as it was sent", async () => {
  const schema = "1 app_m i:int32 u:uint32 l:int64 h:uint64 d:double " +
    "s:string b:bool x:blob g:guid v:[double] w:[int64]";
  await store(
    headers({ domain: "types", schemas: [schema], protocol: 5 }) +
      "0.5\t1\t1\t-5\t4294967295\t-9007199254740993\t18446744073709551615\t" +
      "NaN\ta\\tb\tTRUE\tAQID\t7\t2 0.5 NaN\t1 9007199254740993\n" +
      "1.5\t1\t2\t7\t7\t7\t7\tinf\t\tFALSE\t\t0\t0\t0\n",
  );
  await using archive = open();
  const rows = await archive.rows("types", "app_m", { limit: 10 });
  assert.deepEqual(rows, {
    ids: [1, 2],
    senders: ["s1", "s1"],
    seqs: [1, 2],
    client: [0.5, 1.5],
    server: [0.5, 1.5],
    values: {
      i: [-5, 7],
      u: [4294967295, 7],
      l: ["-9007199254740993", 7],
      h: ["18446744073709551615", 7],
      d: [null, "Infinity"],
      s: ["a\tb", ""],
      b: [true, false],
      x: ["AQID", ""],
      g: [7, null],
      v: [[0.5, null], []],
      w: [["9007199254740993"], []],
    },
    lastId: 2,
    more: false,
  });
  const { tables } = await archive.describe("types");
  assert.deepEqual(
    tables[0].columns.map(({ type, kind }) => `${type} ${kind}`),
    [
      ...["int32 number", "uint32 number", "int64 number", "uint64 number"],
      ...["double number", "string text", "bool boolean", "blob blob"],
      ...["guid text", "[double] vector", "[int64] vector"],
    ],
  );
  const series = await archive.series("types", "app_m", {
    columns: ["i", "h", "d", "b"],
    width: 100,
  });
  assert.deepEqual(
    series.lines.map(({ column, times, min }) => [column, times, min]),
    [
      ["i", [0.5, 1.5], [-5, 7]],
      ["h", [0.5, 1.5], [2 ** 64, 7]],
      ["b", [0.5, 1.5], [1, 0]],
    ],
  );
});

test("Names that PostgreSQL can't have are those of the client", async () => {
  const name = "n".repeat(70);
  const schema = `1 ${name} ${"f".repeat(64)}:int32 xmin:int32`;
  await store(
    headers({ domain: "names", schemas: [schema] }) + "1\t1\t1\t2\t3\n",
  );
  await using archive = open();
  const { tables } = await archive.describe("names");
  assert.deepEqual(tables.map((table) => table.name), [name]);
  const rows = await archive.rows("names", name, {
    columns: ["xmin"],
    limit: 1,
  });
  assert.deepEqual(rows.values, { xmin: [3] });
});

test("All experiments of a server are listed, and no other databases", async () => {
  await store(
    headers({ domain: "list:a" }) + numbered(0, 10),
    headers({ domain: "list:b", startTime: null }) + numbered(0, 3),
  );
  await server.query("postgres", 'CREATE DATABASE "list:other"');
  await using archive = open();
  const list = async () =>
    (await archive.experiments()).filter(({ name }) => name.startsWith("list"));
  const [a, b, ...others] = await list();
  assert.deepEqual(others, []);
  const { bytes = 0, ...facts } = a;
  assert.ok(bytes > 1e6);
  assert.deepEqual(facts, {
    ...{ name: "list:a", startTime: 1000, tables: 1, senders: 1, rows: 10 },
    ...{ firstRow: 1000, lastRow: 1009 },
  });
  assert.deepEqual([b.name, b.startTime, b.lastRow], ["list:b", undefined, 2]);
  await assert.rejects(archive.describe("list:other"), NotFoundError);
  await assert.rejects(archive.describe("missing"), NotFoundError);
  // A list has few connections, and leaves none.
  const count = `SELECT count(*)::int4 AS n FROM pg_stat_activity
    WHERE application_name = 'oml2-view' AND datname LIKE 'list:%'`;
  assert.deepEqual(await server.column("postgres", count), [0]);
  await store(headers({ domain: "list:a" }) + numbered(10, 30));
  await waitFor("the new rows in the list", async () => {
    const [{ rows }] = await list();
    return rows === 30 || `there are ${rows}`;
  });
  await server.query("postgres", 'DROP DATABASE "list:b"');
  assert.deepEqual((await list()).map(({ name }) => name), ["list:a"]);
});

test("A URI with a database shows only that one", async () => {
  await store(headers({ domain: "one" }) + numbered(0, 10));
  await store(headers({ domain: "other" }) + numbered(0, 10));
  await using archive = open("one");
  assert.deepEqual(
    (await archive.experiments()).map(({ name }) => name),
    ["one"],
  );
  await assert.rejects(archive.describe("other"), NotFoundError);
  await using missing = open("missing");
  await assert.rejects(
    missing.experiments(),
    /cannot read the database "missing": .*does not exist/,
  );
});

test("A database of the original server is read, without OML's newer tables", async () => {
  await server.query("postgres", "CREATE DATABASE original");
  await server.query(
    "original",
    `CREATE TABLE _senders (name TEXT PRIMARY KEY, id INT4 UNIQUE);
    INSERT INTO _senders VALUES ('s1', 1);
    CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
    INSERT INTO _experiment_metadata VALUES ('start_time', '1000');
    CREATE TABLE app_m (oml_tuple_id SERIAL PRIMARY KEY, oml_sender_id INT4,
      oml_seq INT4, oml_ts_client FLOAT8, oml_ts_server FLOAT8,
      n INT8, t VARCHAR, r REAL);
    INSERT INTO app_m (oml_sender_id, oml_seq, oml_ts_client, oml_ts_server,
      n, t, r) VALUES (1, 1, 0.5, 0.6, 9007199254740993, 'x', 0.5)`,
  );
  await using archive = open();
  const { startTime, tables } = await archive.describe("original");
  assert.equal(startTime, 1000);
  assert.deepEqual(tables[0].columns, [
    { name: "n", type: "bigint", kind: "number" },
    { name: "t", type: "character varying", kind: "text" },
    { name: "r", type: "real", kind: "number" },
  ]);
  const rows = await archive.rows("original", "app_m", { limit: 1 });
  assert.deepEqual(rows.values, {
    n: ["9007199254740993"],
    t: ["x"],
    r: [0.5],
  });
  assert.deepEqual(await archive.rejects("original", { limit: 1 }), {
    samples: [],
    more: false,
  });
});

test("A query that waits for a lock is ended after 2 s", async () => {
  await store(headers({ domain: "slow" }) + numbered(0, 10));
  await using archive = open();
  await archive.describe("slow");
  const locked = await server.connect("slow");
  await locked.query("BEGIN; LOCK TABLE app_m");
  const began = performance.now();
  await assert.rejects(
    archive.rows("slow", "app_m", { limit: 1 }),
    TimeLimitError,
  );
  const seconds = (performance.now() - began) / 1000;
  assert.ok(seconds > 1.9 && seconds < 10, `${seconds} s`);
  await locked.end();
});

test("A server that was restarted is read again; one that is away is an error", async () => {
  await store(headers({ domain: "again" }) + numbered(0, 10));
  await using archive = open();
  await archive.rows("again", "app_m", { limit: 1 });
  await server.stop("immediate");
  await assert.rejects(
    archive.rows("again", "app_m", { limit: 1 }),
    (error) => error instanceof ArchiveError && /running/.test(`${error.hint}`),
  );
  await server.startAgain();
  const { ids } = await archive.rows("again", "app_m", { limit: 20 });
  assert.equal(ids.length, 10);
});

test("Of a large table a sample is plotted, and a part of the time exactly", async () => {
  const rows = Number(process.env.OML_ROWS ?? 1_500_000);
  await store(headers({ domain: "large" }));
  await server.query(
    "large",
    `INSERT INTO app_m (oml_sender_id, oml_seq, oml_ts_client, oml_ts_server,
      seq) SELECT 1, i, i / 1000.0, i / 1000.0, i % 1000
      FROM generate_series(1, ${rows}) AS i`,
  );
  await using archive = open();
  const all = await archive.series("large", "app_m", {
    columns: ["seq"],
    width: 500,
  });
  assert.ok(all.covered > 0.01 && all.covered < 1, `${all.covered}`);
  assert.deepEqual([all.from, all.to, all.lastId], [0.001, rows / 1000, rows]);
  assert.ok(all.lines[0].times.length > 100);
  await waitFor("an exact answer for a part of the time", async () => {
    const part = await archive.series("large", "app_m", {
      ...{ columns: ["seq"], width: 500, from: 1000, to: 1000.499 },
    });
    if (part.covered < 1) return `${part.covered}`;
    assert.equal(part.lines[0].times.length, 500);
    assert.deepEqual(part.lines[0].min.slice(0, 3), [0, 1, 2]);
    return true;
  });
});
