import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import process from "node:process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { numbered } from "../_support/hello.ts";
import { query, scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

const count = "select count(*) as n from app_m";
const run = promisify(execFile);

let server: TestServer;
before(async () => {
  server = await TestServer.start();
});
after(() => server[Symbol.asyncDispose]());

test("A protocol error closes only the connection that caused it", async () => {
  const good = await server.client({ domain: "good" }, numbered(0, 5));
  const bad = await server.connect();
  await bad.send("protocol: 9\ndomain: bad\n\n1\t1\t1\t1\n");
  assert.equal(await bad.serverEndsWithin(), true);
  await good.send(numbered(5, 10));
  await server.sees(10, "good");
  assert.equal(good.closedByServer, false);
  await server.logs(/ERROR 127\.0\.0\.1:\d+: protocol error: .*protocol/);
  assert.equal(server.has("bad"), false);
});

test("A client whose lines end in CRLF is stored like any other", async () => {
  const hello = {
    domain: "crlf",
    newline: "\r\n",
    schemas: ["1 app_m seq:int32 text:string"],
  };
  const client = await server.client(hello, "1.5\t1\t1\t7\tword\r\n");
  await client.end();
  assert.deepEqual(query(server.path("crlf"), "select seq, text from app_m"), [
    { seq: 7, text: "word" },
  ]);
});

test("A client that connects long before it sends its headers is served (OML4R)", async () => {
  const late = await server.connect();
  const other = await server.client({ domain: "other" }, numbered(0, 3));
  await other.end();
  await late.send("protocol: 4\ncontent: text\ndomain: late\nstart-time: 10\n");
  await late.send("sender-id: host-42\napp-name: app\n");
  await late.send("schema: 0 app_m seq:int32\n\n1\t0\t0\t5\n");
  await server.sees(1, "late");
  await late.end();
  assert.deepEqual(query(server.path("late"), "select name from _senders"), [
    { name: "host-42" },
  ]);
});

test("Data sent before a client resets its connection is stored", async () => {
  const client = await server.client({ domain: "reset" });
  await server.logs(/reset:s1:app: ready/);
  process.kill(server.process.pid, "SIGSTOP");
  await client.send(numbered(0, 100));
  client.reset();
  process.kill(server.process.pid, "SIGCONT");
  await server.sees(100, "reset");
  await server.closes("reset");
});

test("A client that resets before it is accepted is stored, and delays no other client", async (t) => {
  process.kill(server.process.pid, "SIGSTOP");
  const early = await server.client({ domain: "early" }, numbered(0, 100));
  early.reset();
  const next = await server.client({ domain: "next" }, numbered(0, 10));
  process.kill(server.process.pid, "SIGCONT");
  await server.sees(10, "next");
  next.destroy();
  if (process.versions.deno !== undefined) {
    return t.diagnostic("Deno's accept() throws such a connection away");
  }
  await server.sees(100, "early");
});

test("A client that never reads is served (OML4Py)", async () => {
  const client = await server.client({ domain: "deaf" });
  client.stopReading();
  await client.send(numbered(0, 10));
  await server.sees(10, "deaf");
});

test("A client that reconnects continues with the same sender number and table", async () => {
  for (const from of [0, 10]) {
    const client = await server.client(
      { domain: "again", sender: "b", startTime: 1000 + from },
      numbered(from, from + 10),
    );
    await client.end();
  }
  const path = server.path("again");
  assert.deepEqual(query(path, "select * from _senders"), [
    { name: "b", id: 1 },
  ]);
  assert.equal(scalar(path, count), 20);
  const rebased = "select oml_ts_client from app_m where seq = 10";
  assert.equal(scalar(path, rebased), 20);
});

test("A connection without a byte is a probe: no INFO line, no database", async () => {
  const before = server.process.stderr();
  const probe = await server.connect();
  await probe.end();
  const client = await server.client({ domain: "after_probe" });
  await client.end();
  const log = server.process.stderr().slice(before.length);
  assert.doesNotMatch(log, /127\.0\.0\.1:\d+: (connected|disconnected)/);
});

test("A file that is not a database closes only its own clients", async () => {
  writeFileSync(server.path("broken"), "certainly no database ".repeat(100));
  const unlucky = await server.client({ domain: "broken" }, numbered(0, 10));
  assert.equal(await unlucky.serverEndsWithin(), true);
  await server.logs(/Cannot use the database of broken: .*not a database/);
  const lucky = await server.client({ domain: "fine" }, numbered(0, 10));
  await lucky.end();
  assert.equal(scalar(server.path("fine"), count), 10);
});

test("A database locked by another process does not delay the others", async () => {
  const waiting = await server.client({ domain: "locked" }, numbered(0, 10));
  await server.sees(10, "locked");
  using holder = new DatabaseSync(server.path("locked"));
  holder.exec("begin immediate");
  await waiting.send(numbered(10, 20));
  const free = await server.client({ domain: "free" }, numbered(0, 10));
  await server.sees(10, "free");
  await free.end();
  holder.exec("commit");
  await waiting.end();
  assert.equal(scalar(server.path("locked"), count), 20);
});

const PYTHON_CLIENT = `
import socket, sys
s = socket.create_connection(("localhost", int(sys.argv[1])))
s.shutdown(socket.SHUT_RD)
def send(text):
    s.sendall(text.encode("utf-8"))
send("protocol: 4\\ndomain: python\\nstart-time: 1700000000\\n")
send("sender-id: py\\napp-name: py\\n")
send("schema: 1 py_mp label:string value:Double up:Bool\\ncontent: text\\n\\n")
send("0.125\\t1\\t0\\tgr\u00fcn\\t%s\\t%s\\n" % (1e-7, True))
s.close()
`;

const python = await run("python3", ["--version"]).then(
  () => true,
  () => false,
);

test("An unmodified client in Python is served", {
  skip: !python && "python3 is not installed",
}, async () => {
  await run("python3", ["-c", PYTHON_CLIENT, String(server.process.port)]);
  await server.sees(1, "python", "py_mp");
  const path = server.path("python");
  assert.deepEqual(
    query(path, "select oml_seq, oml_ts_client, label, value, up from py_mp"),
    [{
      oml_seq: 0,
      oml_ts_client: 0.125,
      label: "gr\u00fcn",
      value: 1e-7,
      up: 1,
    }],
  );
});
