import assert from "node:assert/strict";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { numbered } from "../_support/hello.ts";
import { runOml2 } from "../_support/run_command.ts";
import { startServer } from "../_support/server_process.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";

test("oml2 status shows connected clients and stored data, as text and as JSON", async () => {
  await using server = await TestServer.start();
  const two = "two\x85\u202e";
  await server.client({ domain: "a", sender: "one" }, numbered(0, 500));
  await server.client(
    { domain: "a", sender: two },
    numbered(0, 5) + "bad\nbad\n",
  );
  const gone = await server.client({ domain: "b" }, numbered(0, 10));
  await gone.end();
  await server.sees(505, "a");

  const json = await runOml2("status", "-D", server.dataDir, "--json");
  assert.deepEqual([json.status, json.stderr], [0, ""]);
  assert.match(json.stdout, /^[ -~]+\n$/);
  const status = JSON.parse(json.stdout);
  assert.equal(status.pid, server.process.pid);
  assert.equal(status.port, server.process.port);
  assert.equal(status.total.tuples, 515);
  assert.equal(status.total.connections, 3);
  assert.deepEqual(
    status.clients.map(({ client, state, tuples }: Record<string, unknown>) => [
      client,
      state,
      tuples,
    ]),
    [["a:one:app", "reading", 500], [`a:${two}:app`, "reading", 5]],
  );
  const [a] = status.experiments.filter(
    ({ domain }: Record<string, unknown>) => domain === "a",
  );
  assert.deepEqual([a.clients, a.storedRows, a.queuedRows], [2, 505, 0]);
  assert.deepEqual(status.rejected, [{ client: `a:${two}:app`, rejected: 2 }]);

  const text = await runOml2("status", "-D", server.dataDir);
  assert.equal(text.status, 0);
  assert.match(text.stdout, new RegExp(`process ${server.process.pid}, port`));
  assert.match(text.stdout, /\na:one:app +127\.0\.0\.1:\d+ +reading .* 500 /);
});

test("Only the server's user can use the socket, and a stop removes it", async () => {
  await using server = await TestServer.start();
  const path = join(server.dataDir, ".oml2.sock");
  assert.equal(statSync(path).mode & 0o777, 0o600);
  await server.stop();
  assert.equal(existsSync(path), false);
});

test("The next server replaces the socket of a killed one", async () => {
  await using server = await TestServer.start();
  await server.process.kill();
  assert.equal(existsSync(join(server.dataDir, ".oml2.sock")), true);
  const none = await runOml2("status", "-D", server.dataDir);
  assert.equal(none.status, 1);
  assert.match(none.stderr, /^oml2 status: Cannot ask the server at .* -D/);
  await server.startAgain();
  const { status } = await runOml2("status", "-D", server.dataDir);
  assert.equal(status, 0);
});

test("A data directory with a very long name has its socket elsewhere", async () => {
  const root = makeTempDir();
  try {
    const dataDir = join(root, "x".repeat(100));
    mkdirSync(dataDir);
    const server = await startServer({ dataDir });
    assert.match(server.stderr(), /WARNING the status socket is \S+\.sock:/);
    const { status, stdout } = await runOml2("status", "-D", dataDir);
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`process ${server.pid},`));
    assert.equal(await server.stop(), 0);
  } finally {
    removeTempDir(root);
  }
});

test("SIGUSR1 logs the server's status", async () => {
  await using server = await TestServer.start();
  process.kill(server.process.pid, "SIGUSR1");
  await server.logs(
    /memory \d+ MiB, 0 connections, 0 databases open, 0 tuples/,
  );
  await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  process.kill(server.process.pid, "SIGUSR1");
  await server.logs(/INFO memory \d+ MiB, 1 connections, 1 databases open, /);
});

test("SIGUSR1 and SIGHUP are harmless during the start", async () => {
  const starting = TestServer.start();
  await using server = await starting;
  for (let i = 0; i < 20; i++) {
    process.kill(server.process.pid, i % 2 === 0 ? "SIGUSR1" : "SIGHUP");
  }
  await server.logs(/SIGHUP: log reopened/);
  assert.equal(await server.stop(), 0);
});
