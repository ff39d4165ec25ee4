import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { PostgresServer } from "../_support/postgres.ts";
import { whyNoPostgres } from "../_support/postgres_programs.ts";
import { runOml2 } from "../_support/run_command.ts";
import { column, query } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";
import { TestView } from "../_support/test_view.ts";
import { waitFor } from "../_support/wait_for.ts";
import {
  OLD_SERVERS_DATABASE,
  OLDER_SERVERS_DATABASE,
} from "../server/_support/old_database.ts";

const root = makeTempDir();
after(() => removeTempDir(root));
let made = 0;

/** A new directory. */
function directory(): string {
  const path = join(root, String(++made));
  mkdirSync(path);
  return path;
}

/** A database with that content. */
function make(path: string, sql: string): string {
  using database = new DatabaseSync(path);
  database.exec(sql);
  return path;
}

const VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY 1";

/** The headers of a client, and its schema. */
const hello = (sender: string) => ({
  ...{ domain: "exp", sender, startTime: 1_700_000_000 },
  schemas: ["1 app_m n:int32"],
});

const tuple = (seq: number, value: number) => `0.25\t1\t${seq}\t${value}\n`;

test("A server with --views shows a client's measurements with names and UTC", async () => {
  await using server = await TestServer.start("--views");
  const client = await server.client(hello("node 1"), tuple(1, 42));
  await client.end();
  assert.deepEqual(
    query(
      server.path("exp"),
      `SELECT oml_experiment, oml_sender, oml_utc_client, oml_seq, n,
        abs(julianday(oml_utc_server) - julianday('now')) < 1 AS isNow
        FROM v_app_m`,
    ),
    [{
      oml_experiment: "exp",
      oml_sender: "node 1",
      oml_utc_client: "2023-11-14 22:13:20.250000",
      oml_seq: 1,
      n: 42,
      isNow: 1,
    }],
  );
  assert.equal(await server.stop(), 0);
  assert.doesNotMatch(server.process.stderr(), / (?:WARN|ERROR)/);
});

test("oml2 views works while a server writes, and so does the server afterwards", async () => {
  await using server = await TestServer.start();
  const client = await server.client(hello("a"), tuple(1, 1));
  await server.sees(1, "exp");
  const { status, stdout, stderr } = await runOml2("views", server.dataDir);
  assert.deepEqual([status, stdout, stderr], [
    0,
    "exp: 1 view: v_app_m\n",
    "",
  ]);
  await client.send(tuple(2, 2));
  await client.end();
  const other = await server.client({
    ...hello("b"),
    schemas: ["1 v_app_m text:string"],
  }, tuple(1, 3));
  await other.end();
  assert.deepEqual(column(server.path("exp"), VIEWS), ["v_app_m_"]);
  assert.deepEqual(
    column(server.path("exp"), "SELECT n FROM v_app_m_ ORDER BY oml_seq"),
    [1, 2],
  );
  assert.deepEqual(
    column(server.path("exp"), "SELECT text FROM v_app_m"),
    ["3"],
  );
  assert.equal(await server.stop(), 0);
  assert.doesNotMatch(server.process.stderr(), / (?:WARN|ERROR)/);
});

test("Views of a directory are created, created again, and removed", async () => {
  const data = directory();
  make(join(data, "a.sq3"), OLD_SERVERS_DATABASE);
  make(join(data, "b.sq3"), OLDER_SERVERS_DATABASE);
  for (const _again of [1, 2]) {
    const { status, stdout } = await runOml2("views", data);
    assert.equal(status, 0);
    assert.equal(
      stdout,
      "a: 1 view: v_app_m\nb: 2 views: v_gen_all, v_gen_lin\n",
    );
  }
  const dropped = await runOml2("views", data, "--domain=b", "--drop");
  assert.equal(
    dropped.stdout,
    "b: 2 views removed: v_gen_all, v_gen_lin\n",
  );
  assert.deepEqual(column(join(data, "a.sq3"), VIEWS), ["v_app_m"]);
  assert.deepEqual(column(join(data, "b.sq3"), VIEWS), []);
  const none = await runOml2("views", data, "--domain=b", "--drop");
  assert.deepEqual([none.status, none.stdout], [0, "b: 0 views removed\n"]);
});

test("A server appends to a database with views, old ones too", async () => {
  await using server = await TestServer.start();
  make(server.path("exp"), OLD_SERVERS_DATABASE);
  make(server.path("older"), OLDER_SERVERS_DATABASE);
  assert.equal((await runOml2("views", server.dataDir)).status, 0);
  const one = await server.client({
    ...hello("s1"),
    schemas: ["1 app_m a:int32"],
  }, tuple(9, 44));
  await one.end();
  const two = await server.client({
    ...hello("n1"),
    domain: "older",
    schemas: ["1 gen_lin label:string seq_no:uint32"],
  }, "0.25\t1\t9\tx\t3\n");
  await two.end();
  assert.deepEqual(
    column(server.path("exp"), "SELECT a FROM v_app_m"),
    [42, 43, 44],
  );
  const older = "SELECT oml_sender || ' ' || seq_no FROM v_gen_lin";
  assert.deepEqual(
    column(server.path("older"), older),
    ["n1 1", "n1 2", "n1 3"],
  );
});

test("Views are no tables for oml2 view and oml2 check", async () => {
  const data = directory();
  const path = make(join(data, "a.sq3"), OLD_SERVERS_DATABASE);
  await runOml2("views", path);
  await using view = await TestView.start([path]);
  const { tables } = await view.api("experiments/a");
  assert.deepEqual(
    tables.map(({ name }: { name: string }) => name),
    ["app_m"],
  );
  const check = await runOml2("check", "-D", data, "-l", "0");
  assert.match(check.stdout, /databases +1, all writable/);
});

test("A locked database is left as it was, and the reason is given", async () => {
  const path = make(join(directory(), "a.sq3"), OLD_SERVERS_DATABASE);
  using holder = new DatabaseSync(path);
  holder.exec("BEGIN IMMEDIATE");
  const { status, stderr } = await runOml2("views", path);
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^oml2 views: Cannot create views in .*a\.sq3: database is locked; another program is writing to it: try again later .*\n$/,
  );
  holder.exec("ROLLBACK");
  assert.deepEqual(column(path, VIEWS), []);
});

test("A view that can't be created is reported", async () => {
  const path = make(
    join(directory(), "a.sq3"),
    `${OLD_SERVERS_DATABASE}; DROP TABLE _senders`,
  );
  const { status, stdout, stderr } = await runOml2("views", path);
  assert.deepEqual([status, stdout], [1, "a: 0 views\n"]);
  assert.match(
    stderr,
    /^oml2 views: a: cannot change the view v_app_m: no such table: .*_senders\n$/,
  );
});

test("What is no database of an experiment is refused", async () => {
  const data = directory();
  const other = make(join(data, "other.sq3"), "CREATE TABLE t (a)");
  const capture = join(data, "run.oml");
  writeFileSync(capture, "protocol: 4\n");
  for (
    const [args, why] of [
      [[other], /other\.sq3: it is not the database of an experiment/],
      [
        [capture],
        /it is no database; store it first if .* oml2 import .*run\.oml/,
      ],
      [
        [join(data, "none")],
        /none: it does not exist; give an \.sq3 file, .*, or postgresql:/,
      ],
      [[data, "--domain=x"], /no experiment "x"; choose one of other/],
    ] as const
  ) {
    const { status, stdout, stderr } = await runOml2("views", ...args);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, why);
  }
});

test("A file that can't be written to is named with the remedy", async () => {
  const path = make(join(directory(), "a.sq3"), OLD_SERVERS_DATABASE);
  // Root may write to every file, but to no directory as to a journal.
  mkdirSync(`${path}-journal`);
  const { status, stderr } = await runOml2("views", path);
  assert.equal(status, 1);
  assert.match(stderr, /a\.sq3: .*; check the disk, and the permissions/);
});

test("PostgreSQL's experiments get views, also while a server writes", {
  skip: whyNoPostgres() ?? false,
}, async () => {
  await using postgres = await PostgresServer.start();
  await using server = await TestServer.start(...postgres.args);
  const client = await server.client(hello("node 1"), tuple(1, 42));
  await waitFor("the first row", async () => {
    const rows = postgres.column("exp", "SELECT n FROM app_m");
    return (await rows.catch(() => [])).length === 1;
  });
  const uri = `postgresql://${postgres.admin}@127.0.0.1:${postgres.port}/`;
  const created = await runOml2("views", uri);
  assert.deepEqual([created.status, created.stderr, created.stdout], [
    0,
    "",
    "exp: 1 view: v_app_m\n",
  ]);
  await client.send(tuple(2, 43));
  await client.end();
  assert.deepEqual(
    await postgres.query(
      "exp",
      "SELECT oml_sender, oml_utc_client, n FROM v_app_m ORDER BY n",
    ),
    [42, 43].map((n) => ({
      oml_sender: "node 1",
      oml_utc_client: new Date("2023-11-14T22:13:20.250Z"),
      n,
    })),
  );
  const dropped = await runOml2("views", `${uri}exp`, "--drop");
  assert.equal(dropped.stdout, "exp: 1 view removed: v_app_m\n");
});
