import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { numbered } from "../_support/hello.ts";
import { column, openToRead, scalar } from "../_support/sqlite.ts";
import { runOml2 } from "../_support/run_command.ts";
import { TestServer } from "../_support/test_server.ts";

const schemas = [
  "1 app_m seq:int32",
  "2 app_all i:int64 u:uint64 g:guid d:double s:string b:blob t:bool " +
  "vi:[int64] vd:[double] vt:[bool]",
];

const rich = [
  "0.25\t2\t1\t-9223372036854775808\t18446744073709551615\t0\tnan\t" +
  "a\\tb\\\\c\\nd\\r\u00e9\tAAEC\tF\t2 -1 9007199254740993\t3 1.5 nan -inf\t2 T F\n",
  "-1e-7\t2\t2\t1\t2\t18446744073709551615\t-inf\t\t\tT\t0\t0\t0\n",
  "2\t2\t4\t3.7\tNone\t12x\t1.5V\t\t\tT\t0\t0\t0\n",
  "1e300\t2\t3\t0\t0\t7\t-0\t\t\tT\t0\t1 0.1\t0\n",
].join("") + "0\t0\t1\tapp\tcolour\tblue\n";

/** All rows of a table by sender, without their arrival times. */
function stored(path: string, table: string): unknown[] {
  using database = openToRead(path);
  const select = database.prepare(
    `SELECT name, m.* FROM ${table} m JOIN _senders ON id = oml_sender_id ` +
      "ORDER BY name, oml_seq",
  );
  select.setReadBigInts(true);
  return select.all().map((row) => ({
    ...row,
    oml_tuple_id: 0,
    oml_ts_server: 0,
  }));
}

/** Another program that writes to a database, slowly. */
function lock(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec("BEGIN IMMEDIATE");
  return database;
}

/** Sends a file as `nc` would. */
async function send(server: TestServer, path: string): Promise<void> {
  const client = await server.connect();
  await client.send(readFileSync(path));
  await client.end();
}

test("Data that a locked database can't take at a stop is saved in files, whose replay stores it exactly once", async () => {
  await using server = await TestServer.start();
  await using other = await TestServer.start();
  const first = { domain: "a", sender: "one", schemas, startTime: 1000.75 };
  const second = { domain: "a", sender: "two", schemas, startTime: 2000 };
  const never = { domain: "never", sender: "s", startTime: 5000 };

  const one = await server.client(first, numbered(0, 10));
  const two = await server.client(second, numbered(0, 10));
  await server.sees(20, "a");
  const locks = [lock(server.path("a")), lock(server.path("never"))];
  await one.send(numbered(10, 20_000) + rich);
  await two.send(rich);
  const three = await server.client(never);
  await three.send(numbered(0, 10));

  assert.equal(await server.process.terminate(12_000), 1);
  locks.forEach((database) => database.close());
  const log = server.process.stderr();
  assert.match(
    log,
    /ERROR a: 19995 tuples of one could not be stored.*a\.unsaved\.oml/,
  );
  assert.match(log, /ERROR a: 5 tuples of two .*a\.unsaved\.2\.oml/);
  const files = readdirSync(server.dataDir).filter((name) =>
    /unsaved/.test(name)
  );
  files.sort();
  assert.deepEqual(files, [
    "a.unsaved.2.oml",
    "a.unsaved.oml",
    "never.unsaved.oml",
  ]);

  await server.startAgain();
  const [ofTwo, ofOne, ofNever] = files.map((name) =>
    join(server.dataDir, name)
  );
  await send(server, ofOne);
  await send(server, ofTwo);
  const to = `127.0.0.1:${server.process.port}`;
  const replayed = await runOml2("replay", ofNever, "--to", to);
  assert.equal(replayed.status, 0, replayed.stderr);
  for (const [hello, lines] of [[first, 20_000], [second, 10]] as const) {
    const client = await other.client(hello, numbered(0, lines) + rich);
    await client.end();
  }
  for (const table of ["app_m", "app_all", "_experiment_metadata"]) {
    const expected = stored(other.path("a"), table);
    assert.ok(expected.length > 0, table);
    assert.deepEqual(stored(server.path("a"), table), expected);
  }
  assert.equal(scalar(server.path("never"), "select count(*) from app_m"), 10);
  assert.deepEqual(
    column(server.path("never"), "select oml_ts_client from app_m"),
    Array.from({ length: 10 }, (_, i) => i),
  );
});

test("Data in the sockets of clients under back-pressure, and data received early in a stop, is saved in files", async () => {
  await using server = await TestServer.start();
  const flood = await server.client({ domain: "a", sender: "flood" });
  const slow = await server.client({ domain: "a", sender: "slow" });
  await slow.send(numbered(0, 10));
  await server.sees(10, "a");
  using other = lock(server.path("a"));
  // More than the limit of an experiment: the rest stays in the socket buffers.
  const flooding = flood.send(numbered(0, 100_000));
  await slow.send(numbered(10, 20));
  const stopped = server.process.terminate(10_000);
  await server.logs(/SIGTERM: stopping/);
  // The client was idle, and its rows wait for the database.
  await delay(1_000);
  await slow.send(numbered(20, 30));

  assert.equal(await stopped, 1);
  await flooding;
  other.close();
  const saved = (name: string) =>
    readFileSync(join(server.dataDir, name), "utf8").split("\n\n")[1];
  const files = [saved("a.unsaved.oml"), saved("a.unsaved.2.oml")]
    .sort((x, y) => y.length - x.length);
  const [first, second] = files.map((lines) => lines.trim().split("\n"));
  assert.deepEqual([first.length, second.length], [100_000, 20]);
  assert.deepEqual([first.at(-1), second.at(-1)], [
    "99999\t2\t99999\t99999",
    "29\t2\t29\t29",
  ]);
});
