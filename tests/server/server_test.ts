import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, test } from "node:test";
import { DEFAULT_SERVER_OPTIONS } from "../../server/options.ts";
import { Experiments } from "../../server/experiments/experiments.ts";
import { SqliteStore } from "../../server/rows/sqlite/sqlite_store.ts";
import type { Store } from "../../server/rows/store.ts";
import { Server } from "../../server/server.ts";
import { WallClock } from "../../shared/wall_clock.ts";
import { type Client, connect } from "../_support/client.ts";
import { headers, type Hello, numbered } from "../_support/hello.ts";
import { MemoryLog } from "../_support/memory_log.ts";
import { countRows, scalar } from "../_support/sqlite.ts";
import { bytes, packet, value } from "../_support/packet.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { thisRuntime } from "../_support/this_runtime.ts";
import { waitFor } from "../_support/wait_for.ts";
import { IntakeMemory } from "../../server/sessions/intake_memory.ts";
import { RecordingObserver } from "./_support/recording_observer.ts";
import { ScriptedStore } from "./_support/scripted_store.ts";

const runtime = await thisRuntime();

let directory = "";
const running: Server[] = [];
const clients: Client[] = [];
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  for (const server of running.splice(0)) await server.stop();
  removeTempDir(directory);
});

const path = (domain: string) => join(directory, `${domain}.sq3`);

/** A server in this thread, on a free port. */
async function start(store?: Store, collect = {}) {
  const log = new MemoryLog();
  const abandon = new AbortController().signal;
  const options = {
    ...DEFAULT_SERVER_OPTIONS,
    collect: { ...DEFAULT_SERVER_OPTIONS.collect, ...collect },
  };
  const observer = new RecordingObserver();
  const experiments = new Experiments(
    store ??
      new SqliteStore(
        { directory, journal: "wal", keepRejects: true, abandon },
        log,
      ),
    options.collect,
    { log, observer },
  );
  const intake = new IntakeMemory(options.collect.allBytes);
  const clock = new WallClock();
  const context = { experiments, intake, clock, options, log, observer };
  const server = new Server(await runtime.listen(0), context);
  running.push(server);
  const client = async (hello: Hello, body = "") => {
    const client = await connect(server.port);
    clients.push(client);
    await client.send(headers(hello) + body);
    return client;
  };
  return { server, log, client, observer };
}

/** Stops a server, so that `afterEach` need not stop it. */
function stop(
  server: Server,
  ...rest: Parameters<Server["stop"]>
): Promise<boolean> {
  running.splice(running.indexOf(server), 1);
  return server.stop(...rest);
}

test("Data of a client is stored when the server has closed its side", async () => {
  const { client } = await start();
  await (await client({ domain: "a" }, numbered(0, 100))).end();
  assert.equal(countRows(path("a"), "app_m"), 100);
});

test("Observers are notified of clients and databases, in order, but not of probes", async () => {
  const { client, server, observer } = await start();
  const probe = await connect(server.port);
  await probe.end();
  await (await client({ domain: "a" }, numbered(0, 1))).end();
  await waitFor("the closing", () => observer.events.length === 5);
  const uri = `file:${path("a")}`;
  assert.deepEqual(observer.events, [
    "connected ::",
    `opened ${uri} new`,
    "ready a:s1:app",
    "disconnected a:s1:app end",
    `closed ${uri}`,
  ]);
});

test("Observers get the reason why a client was refused", async () => {
  const { server, observer } = await start();
  const client = await connect(server.port);
  await client.send("protocol: 9\n\n");
  assert.equal(await client.serverEndsWithin(), true);
  assert.match(observer.events[1], /^disconnected :: protocol error: .*9/);
});

test("A server is idle until there is an experiment, even if it is probed", async () => {
  const { client, server } = await start();
  const probe = await connect(server.port);
  clients.push(probe);
  assert.equal(server.isIdle, true);
  await client({ domain: "a" });
  await waitFor("the experiment", () => !server.isIdle);
  await stop(server);
  assert.equal(server.isIdle, false);
});

test("Headers alone create a database", async () => {
  const { client } = await start();
  await (await client({ domain: "a" })).end();
  assert.equal(scalar(path("a"), "SELECT name FROM _senders"), "s1");
});

test("Timestamps are converted to the experiment's clock by each client's own start", async () => {
  const { client } = await start();
  for (const startTime of [1000.75, 1002.5]) {
    const sender = `s${startTime}`;
    await (await client({ domain: "a", sender, startTime }, "5\t1\t1\t1\n"))
      .end();
  }
  const times = "SELECT group_concat(oml_ts_client, ' ') FROM app_m";
  assert.equal(scalar(path("a"), times), "5.75 7.5");
});

test("The log names a client by its domain, sender and application", async () => {
  const { client, log } = await start();
  await (await client({ domain: "a", sender: "b" }, numbered(0, 1))).end();
  await waitFor("its end", () => log.lines.some((line) => /end\)/.test(line)));
  assert.match(
    log.of("info").join("\n"),
    /a:b:app: ready, from 127\.0\.0\.1:\d+, OMSP V4 text/,
  );
  assert.match(log.of("info").join("\n"), /a:b:app: disconnected \(end\)/);
});

test("Unknown headers are ignored with a warning", async () => {
  const { client, log } = await start();
  const hello = headers({ domain: "a" }).replace(
    "app-name",
    "colour: red\napp-name",
  );
  const strange = await client({ domain: "b" });
  await strange.end();
  const other = await connect(running[0].port);
  await other.send(hello + numbered(0, 1));
  await other.end();
  assert.match(log.of("warn").join(), /a:s1:app: ignored headers: .*colour/);
  assert.equal(countRows(path("a"), "app_m"), 1);
});

test("A session that ends within its headers leaves no database", async () => {
  const { log } = await start();
  const client = await connect(running[0].port);
  await client.send("protocol: 4\ndomain: a\n");
  await client.end();
  assert.match(log.of("warn").join(), /disconnected before its headers/);
  assert.equal(countRows(path("a"), "_senders"), 0);
});

test("A probe, a connection without a byte, is not logged", async () => {
  const { log } = await start();
  await (await connect(running[0].port)).end();
  await waitFor("its end", () => log.of("debug").length === 2);
  assert.deepEqual(log.lines.length, 2);
});

test("The number of a client's rejected samples is logged at its end", async () => {
  const { client, log } = await start();
  await (await client({ domain: "a" }, numbered(0, 3) + "nonsense\n")).end();
  assert.match(log.of("warn").join(), /a:s1:app: rejected 1 samples of 4/);
});

test("A protocol error after the headers keeps all data before it", async () => {
  const { client, log } = await start();
  const long = "x".repeat(17 * 1024 * 1024);
  const sending = client({ domain: "a" }, `${numbered(0, 3)}1\t1\t1\t${long}`);
  const sender = await sending.catch(() => undefined);
  await waitFor("the refusal", () => log.of("error").length > 0);
  assert.match(log.of("error").join(), /a:s1:app: protocol error: /);
  assert.equal(await sender?.serverEndsWithin() ?? true, true);
  await waitFor("the rows", () => countRows(path("a"), "app_m") === 3);
});

test("A message that claims too much ends a binary client, and is logged once", async () => {
  const { client, log } = await start();
  const good = packet({ stream: 1, sequence: 1 }, value.int32(42));
  const huge = bytes([0xaa, 0xaa, 2, 0x7f, 0xff, 0xff, 0xff], "junk");
  const sender = await client({ domain: "a", content: "binary" });
  await sender.send(bytes(good, huge, good));
  assert.equal(await sender.serverEndsWithin(), true);
  assert.equal(countRows(path("a"), "app_m"), 1, "committed before the close");
  assert.match(
    log.of("error").join("\n"),
    /^error: a:s1:app: protocol error: .*$/,
  );
});

test("A tuple whose blob may continue in the next line waits briefly for it", async () => {
  const { client } = await start();
  const full = btoa("x".repeat(45));
  assert.equal(full.length, 60);
  const schemas = ["1 app_m data:blob"];
  const writer = await client({ domain: "a", schemas }, `1\t1\t1\t${full}\n`);
  await waitFor("the row", () => countRows(path("a"), "app_m") === 1);
  assert.equal(scalar(path("a"), "SELECT length(data) FROM app_m"), 45);
  assert.equal(writer.closedByServer, false);
});

test("A client whose data can't be stored yet is not read any further", async () => {
  const store = new ScriptedStore();
  const { client } = await start(store, {
    commitBytes: 10_000,
    maxBytes: 20_000,
  });
  const writer = await client({ domain: "a" });
  let sent = false;
  const sending = writer.send(numbered(0, 700_000)).then(() => sent = true);
  await waitFor(
    "writes",
    () => (store.databases.get("a")?.writes.length ?? 0) > 0,
  );
  const database = store.databases.get("a");
  assert.ok(database !== undefined);
  assert.equal(sent, false);
  const resolver = setInterval(
    () => database.writes.forEach((w) => w.resolve()),
    1,
  );
  try {
    await sending;
    await writer.end();
  } finally {
    clearInterval(resolver);
  }
  const rows = database.writes.flatMap(({ flush }) => flush.rows);
  const stored = rows.reduce((sum, { cells }) => sum + cells.offsets.length, 0);
  assert.equal(stored, 700_000);
});

test("Any number of waiting clients together stay within the memory limit", async () => {
  const store = new ScriptedStore();
  const maxBytes = 200_000;
  const { client } = await start(store, { commitBytes: 100_000, maxBytes });
  const writers = await Promise.all(
    Array.from({ length: 20 }, () => client({ domain: "a" })),
  );
  const resolver = setInterval(
    () => store.databases.get("a")?.writes.forEach((w) => w.resolve()),
    5,
  );
  try {
    await Promise.all(writers.map(async (writer) => {
      await writer.send(numbered(0, 20_000));
      await writer.end();
    }));
  } finally {
    clearInterval(resolver);
  }
  const writes = store.databases.get("a")?.writes ?? [];
  const bytes = writes.map(({ flush }) =>
    flush.rows.reduce((sum, { cells }) => sum + cells.bytes.length, 0)
  );
  const aChunk = 200_000;
  assert.ok(Math.max(...bytes) < maxBytes + aChunk, `${bytes}`);
  const rows = writes.flatMap(({ flush }) => flush.rows);
  const stored = rows.reduce((sum, { cells }) => sum + cells.offsets.length, 0);
  assert.equal(stored, 20 * 20_000);
});

test("stop() stores received data, closes the clients, and returns true", async () => {
  const { server, client } = await start();
  const writer = await client({ domain: "a" }, numbered(0, 100));
  assert.equal(await stop(server), true);
  assert.equal(await writer.serverEndsWithin(), true);
  assert.equal(countRows(path("a"), "app_m"), 100);
});

test("stop() returns false if not everything could be stored", async () => {
  const store = new ScriptedStore();
  const { server, client } = await start(store);
  await client({ domain: "a" }, numbered(0, 100));
  await waitFor("the client", () => store.databases.has("a"));
  const stopped = stop(server);
  const database = store.databases.get("a");
  await waitFor("a write", () => database?.writes.length === 1);
  database?.writes[0].reject(new Error("no disk"));
  assert.equal(await stopped, false);
  assert.equal(database?.closed, true);
});

test("stop() names the clients that it can't finish in time", async () => {
  const store = new ScriptedStore();
  const { server, client, log } = await start(store);
  await client({ domain: "a" }, numbered(0, 100));
  await waitFor("a write", () => store.databases.get("a")?.writes.length === 1);
  assert.equal(await stop(server, AbortSignal.abort(), 100), false);
  assert.match(
    log.of("error").join(),
    /1 clients could not be finished in time.*: a:s1:app$/,
  );
  store.databases.get("a")?.writes[0].resolve();
});

test("A database that fails closes all its clients; the next one reopens it", async () => {
  const { client, log } = await start();
  const quiet = await client({ domain: "a" });
  const writer = await client({ domain: "a" }, numbered(0, 100));
  await waitFor("rows", () => countRows(path("a"), "app_m") === 100);
  {
    using other = new DatabaseSync(path("a"), { timeout: 5_000 });
    other.exec("DROP TABLE app_m");
  }
  await writer.send(numbered(100, 200));
  assert.equal(await writer.serverEndsWithin(), true);
  assert.equal(await quiet.serverEndsWithin(), true);
  assert.match(log.of("error").join(), /no such table/);
  await client({ domain: "a" }, numbered(200, 300));
  await waitFor("more", () => countRows(path("a"), "app_m_2") === 100);
});

test("State used only by disconnected clients is not kept for each of them", async () => {
  const store = new ScriptedStore();
  const { client } = await start(store);
  const resolver = setInterval(
    () => store.databases.get("a")?.writes.forEach((w) => w.resolve()),
    1,
  );
  try {
    await client({ domain: "a" });
    for (let i = 0; i < 12; i++) {
      const hello = { domain: "a", schemas: [`1 m${i} seq:int32`] };
      const one = await client(hello, numbered(0, 1));
      await one.end();
    }
  } finally {
    clearInterval(resolver);
  }
  const writes = store.databases.get("a")?.writes ?? [];
  const forgotten = writes.flatMap(({ flush }) => flush.forgotten ?? []);
  assert(forgotten.length >= 2, `${forgotten}`);
  const left = writes.flatMap(({ flush }) => flush.left ?? []);
  assert(left.length >= 10, `${left}`);
  const rows = writes.flatMap(({ flush }) => flush.rows);
  assert.equal(rows.length, 12);
});
