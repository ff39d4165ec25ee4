import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Collector } from "../client/_support/collector.ts";
import { freePort } from "../_support/free_port.ts";
import { numbered } from "../_support/hello.ts";
import { query, type Row, scalar } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const DOMAIN = "monitoring";
const COUNT = "select count(*) from server_clients";

/** The options that make a server report to `collect`. */
function reporting(collect: string, ...more: readonly string[]): string[] {
  const options = ["--oml-id=watched", `--oml-domain=${DOMAIN}`, ...more];
  return [...options, `--oml-collect=${collect}`];
}

/** Waits for this number of reports. */
function reports(count: number, server: TestServer): Promise<void> {
  return server.sees(count, DOMAIN, "server_clients", 15_000);
}

/** The events of each client, in order, by its port. */
function eventsByPort(server: TestServer): string[] {
  const rows = query(
    server.path(DOMAIN),
    "select port, group_concat(event || ':' || message) as events from " +
      "(select * from server_clients order by oml_seq) group by port",
  );
  return rows.map(({ events }) => String(events));
}

/** Connects clients that send a tuple and disconnect. */
async function comeAndGo(server: TestServer, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, async (_, i) => {
    const hello = { domain: `exp${i % 5}`, sender: `s${i}` };
    const client = await server.client(hello, numbered(0, 3));
    await client.end();
  }));
}

for (const content of ["text", "binary"]) {
  test(`50 short-lived clients make 150 reports on another server (${content})`, async () => {
    await using collector = await TestServer.start();
    const target = `tcp:127.0.0.1:${collector.process.port}`;
    const options = reporting(target, `--oml-${content}`);
    await using watched = await TestServer.start(...options);
    await comeAndGo(watched, 50);
    await reports(150, collector);
    assert.equal(await watched.stop(), 0);
    await collector.closes(DOMAIN);
    const lives = eventsByPort(collector);
    assert.equal(lives.length, 50);
    const life = "Connect:,Ready:,Disconnect:SOCKET_CONN_CLOSED";
    assert.deepEqual([...new Set(lives)], [life]);
    const path = collector.path(DOMAIN);
    const ready = "select count(distinct node_id) from server_clients where " +
      "event = 'Ready' and address = '::ffff:127.0.0.1' and appname = 'app' and " +
      "domain = 'exp' || (substr(node_id, 2) % 5)";
    assert.equal(scalar(path, ready), 50);
    const early = "select count(*) from server_clients where event = " +
      "'Connect' and node_id = '' and domain = '' and appname = ''";
    assert.equal(scalar(path, early), 50);
    assert.deepEqual(query(path, "select name from _senders"), [
      { name: "watched" },
    ]);
    assert.equal(scalar(path, "select max(oml_seq) from server_clients"), 150);
    const injected = "select max(measurements_injected) > 0 from " +
      "_client_instrumentation where measurements_dropped = 0";
    assert.equal(scalar(path, injected), 1);
  });
}

test("A server that reports to itself does not report that connection", async () => {
  const port = await freePort();
  const target = `localhost:${port}`;
  await using server = await TestServer.start(
    ...["-l", `${port}`],
    ...reporting(target),
  );
  await comeAndGo(server, 20);
  await reports(60, server);
  // Any reports caused by the reports would have arrived by now.
  await comeAndGo(server, 1);
  await reports(63, server);
  assert.deepEqual(
    query(
      server.path(DOMAIN),
      "select distinct appname from server_clients order by appname",
    ),
    [{ appname: "" }, { appname: "app" }],
  );
  const log = server.process.stderr();
  const connections = log.match(/ready, from/g) ?? [];
  assert.equal(connections.length, 22, log);
});

test("The server's own connection is not reported when it is idle and reopened", async () => {
  const port = await freePort();
  await using server = await TestServer.start(
    ...["-l", `${port}`, "-t", "1"],
    ...reporting(`127.0.0.1:${port}`),
  );
  await comeAndGo(server, 1);
  await reports(3, server);
  await server.logs(/monitoring:watched:server: disconnected \(idle\)/);
  await comeAndGo(server, 1);
  await reports(6, server);
  await server.logs(/(monitoring:watched:server: disconnected[^]*){2}/);
  assert.equal(scalar(server.path(DOMAIN), COUNT), 6);
});

test("Reports in a file can be sent to a server later", async () => {
  const directory = makeTempDir();
  try {
    const file = join(directory, "reports.oml");
    await using watched = await TestServer.start(...reporting(`file:${file}`));
    await comeAndGo(watched, 2);
    assert.equal(await watched.stop(), 0);
    await using collector = await TestServer.start();
    const sender = await collector.connect();
    await sender.send(readFileSync(file));
    await sender.end();
    const life = "Connect:,Ready:,Disconnect:SOCKET_CONN_CLOSED";
    assert.deepEqual(eventsByPort(collector), [life, life]);
  } finally {
    removeTempDir(directory);
  }
});

test("The reason for a disconnect is reported, also when the server stops", async () => {
  await using collector = await TestServer.start();
  const target = `127.0.0.1:${collector.process.port}`;
  await using watched = await TestServer.start(...reporting(target));
  const bad = await watched.client({ domain: "bad", protocol: 9 });
  await bad.serverEndsWithin();
  const broken = await watched.client({ domain: "broken" }, numbered(0, 1));
  await watched.sees(1, "broken");
  broken.reset();
  await reports(5, collector);
  await watched.client({ domain: "stays" }, numbered(0, 1));
  await watched.sees(1, "stays");
  assert.equal(await watched.stop(), 0);
  await reports(8, collector);
  const reasons = "select domain, message from server_clients " +
    "where event = 'Disconnect' order by oml_seq";
  const [first, second, third] = query(collector.path(DOMAIN), reasons);
  assert.equal(first.domain, "");
  assert.equal(first.message, "C_PROTOCOL_ERROR");
  assert.deepEqual(second, { domain: "broken", message: "SOCKET_DROPPED" });
  assert.deepEqual(third, { domain: "stays", message: "stopped" });
});

test("A report target that reads nothing delays neither the server nor its stop", async () => {
  await using deaf = await Collector.start((socket) => socket.pause());
  await using watched = await TestServer.start(
    ...reporting(deaf.target, "--oml-bufsize=2048"),
  );
  await comeAndGo(watched, 50);
  const began = performance.now();
  assert.equal(await watched.stop(), 0);
  assert.ok(performance.now() - began < 5_000);
});

test("Without a name, or with --oml-noop, the server runs without reports", async () => {
  await using nameless = await TestServer.start("--oml-collect=localhost");
  await nameless.logs(
    /WARNING Self-monitoring is disabled.*--oml-id or OML_NAME/,
  );
  await comeAndGo(nameless, 1);
  await using silent = await TestServer.start(
    ...reporting("file:/nowhere/at/all", "--oml-noop"),
  );
  await comeAndGo(silent, 1);
  assert.equal(await silent.stop(), 0);
  assert.doesNotMatch(silent.process.stderr(), /report|nowhere/);
});

test("An unreachable report target is harmless, and receives the buffered reports when it returns", async () => {
  const port = await freePort();
  await using watched = await TestServer.start(
    ...reporting(`127.0.0.1:${port}`, "--oml-text"),
  );
  await comeAndGo(watched, 5);
  await watched.logs(/WARNING Cannot send to tcp:127\.0\.0\.1:\d+: /);
  await using collector = await TestServer.start("-l", `${port}`);
  await reports(15, collector);
  await collector.process.kill();
  await comeAndGo(watched, 1);
  await collector.startAgain("-l", `${port}`);
  await comeAndGo(watched, 4);
  await waitFor("the last reports", () => {
    const path = collector.path(DOMAIN);
    const last = scalar(path, "select max(oml_seq) from server_clients");
    return last === 30 || `there is ${last}`;
  }, 15_000);
  const rows: Row[] = query(
    collector.path(DOMAIN),
    "select oml_seq from server_clients group by oml_seq having count(*) > 1",
  );
  assert.deepEqual(rows, []);
});
