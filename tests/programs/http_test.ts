import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { numbered } from "../_support/hello.ts";
import { httpRequest } from "../_support/http_request.ts";
import { runCommand } from "../_support/run_command.ts";
import { startServer } from "../_support/server_process.ts";
import { sideFiles } from "../_support/sqlite.ts";
import { Sink } from "../_support/sink.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const TOKEN = "0123456789abcdef";

/** The address of the page in a log, without the last slash. */
function pageOf(log: string): string {
  return /page at (http:\/\/\S+)\/\s/.exec(log)?.[1] ?? assert.fail(log);
}

async function statusOf(url: string, host?: string): Promise<number> {
  const headers = host === undefined ? undefined : { host };
  return (await httpRequest(url, { headers })).status;
}

test("oml2-server --http serves health, the page and the API on loopback", async () => {
  await using server = await TestServer.start("--http", "0");
  const page = pageOf(server.process.stderr());
  assert.match(page, /^http:\/\/127\.0\.0\.1:\d+$/);
  const ready = await httpRequest(`${page}/readyz`);
  assert.deepEqual([ready.status, ready.text], [200, '{"ready":true}']);
  assert.equal(await statusOf(`${page}/healthz`), 200);
  const html = await httpRequest(`${page}/experiments/a`);
  assert.match(html.text, /^<!DOCTYPE html>/);
  const site = await httpRequest(`${page}/api/v1/site`);
  assert.equal(JSON.parse(site.text).status.pid, server.process.pid);
  assert.equal(await statusOf(page, "example.org"), 403);
  assert.equal(await server.stop(), 0);
});

test("A server shows what it stores, while it stores it", async () => {
  await using server = await TestServer.start("--http", "0");
  const page = pageOf(server.process.stderr());
  const get = async (path: string) =>
    JSON.parse((await httpRequest(`${page}/api/v1/${path}`)).text);
  await server.client({ domain: "a" }, numbered(0, 10));
  await waitFor("the rows", async () => {
    const { experiments: [a] } = await get("experiments");
    return a?.rows === 10 || JSON.stringify(a);
  });
  const { tables } = await get("experiments/a");
  assert.deepEqual(tables.map(({ name }: { name: string }) => name), ["app_m"]);
  const rows = await get("experiments/a/tables/app_m/rows?limit=3");
  assert.deepEqual(rows.values.seq, [0, 1, 2]);
  assert.equal(await server.stop(), 0);
  assert.deepEqual(sideFiles(server.path("a")), []);
});

test("A server is not ready when its data directory has vanished", async () => {
  await using server = await TestServer.start("--http", "0");
  const page = pageOf(server.process.stderr());
  rmSync(server.dataDir, { recursive: true });
  const { status, text } = await httpRequest(`${page}/readyz`);
  assert.equal(status, 503);
  assert.match(text, /the data directory is missing, full/);
  assert.equal(text.includes(server.dataDir), false);
  assert.equal(await statusOf(`${page}/healthz`), 200);
});

test("A stopping server is alive until its data is stored, but not ready", async () => {
  await using server = await TestServer.start("--http", "0");
  const page = pageOf(server.process.stderr());
  // It takes half a second to see that a client has become quiet.
  await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  const stopped = server.stop();
  await waitFor("the stop", async () => {
    const { status, text } = await httpRequest(`${page}/readyz`);
    return status === 503 && /stopping/.test(text) || text;
  });
  assert.equal(await statusOf(`${page}/healthz`), 200);
  assert.equal(await stopped, 0);
});

test("Without --http there is no page", async () => {
  await using server = await TestServer.start();
  assert.doesNotMatch(server.process.stderr(), /page at/);
});

test("Beyond loopback a token is required to start, and to read", async () => {
  const refused = await runCommand("--http", "0.0.0.0:0");
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /needs a token: .*--http-token-file FILE/);
  const root = makeTempDir();
  const file = join(root, "token");
  writeFileSync(file, `${TOKEN}\n`);
  await using server = await TestServer.start(
    ...["--http", "*:0", "--http-token-file", file],
  );
  const page = pageOf(server.process.stderr());
  assert.match(page, /^http:\/\/localhost:\d+$/);
  const url = `${page}/api/v1/site`.replace("localhost", "127.0.0.1");
  assert.equal(await statusOf(url), 401);
  const headers = { authorization: `Bearer ${TOKEN}`, host: "example.org" };
  assert.equal((await httpRequest(url, { headers })).status, 200);
  removeTempDir(root);
});

test("The token may be in the environment", async () => {
  const dataDir = makeTempDir();
  const server = await startServer({
    dataDir,
    args: ["--http", "0"],
    env: { OML_HTTP_TOKEN: TOKEN },
  });
  try {
    const url = `${pageOf(server.stderr())}/metrics`;
    assert.equal(await statusOf(url), 401);
  } finally {
    await server.stop();
    removeTempDir(dataDir);
  }
});

test("A port in use, and a missing token file, are told with the remedy", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" ? address?.port : 0;
  const dataDir = makeTempDir();
  const start = (...options: readonly string[]) =>
    runCommand("-D", dataDir, "-l", "0", ...options);
  const used = await start("--http", `${port}`);
  assert.equal(used.status, 1);
  assert.match(
    used.stderr,
    new RegExp(`Cannot listen on 127.0.0.1 port ${port}: .*; choose another `),
  );
  assert.match(used.stderr, /port with --http,/);
  const file = join(dataDir, "none");
  const missing = await start("--http", "0", "--http-token-file", file);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /Cannot read the token in .*none: /);
  other.close();
  removeTempDir(dataDir);
});

test("oml2-proxy-server --http shows the proxy, and takes its commands", async () => {
  await using upstream = await Sink.start();
  await using proxy = await TestProxy.start(upstream.port, "--http", "0");
  const page = pageOf(proxy.log);
  assert.equal(await statusOf(`${page}/readyz`), 200);
  const { csrf } = JSON.parse(
    (await httpRequest(`${page}/api/v1/session`)).text,
  );
  const command = (headers: Record<string, string>) =>
    httpRequest(`${page}/api/v1/proxy/commands`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: '{"command":"RESUME"}',
    });
  assert.equal((await command({})).status, 403);
  const answer = await command({ "x-oml-token": csrf });
  assert.deepEqual(
    [answer.status, JSON.parse(answer.text)],
    [200, { answer: ["OK RESUME"] }],
  );
  const { text } = await httpRequest(`${page}/api/v1/proxy`);
  assert.equal(JSON.parse(text).state, "running");
  assert.equal(await proxy.stop(), 0);
});

test("A stop ends open pages and streams in time", async () => {
  await using server = await TestServer.start("--http", "0");
  const page = pageOf(server.process.stderr());
  const idle = await fetch(`${page}/`);
  await idle.text();
  await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  const path = "/api/v1/experiments/a/tables/app_m/tail";
  const tail = await fetch(`${page}${path}`);
  assert.match(tail.headers.get("content-type") ?? "", /event-stream/);
  const rest = tail.text().catch(() => "");
  const began = performance.now();
  assert.equal(await server.process.terminate(8_000), 0);
  assert.ok(performance.now() - began < 5_000);
  await rest;
  // No reader keeps SQLite's log.
  assert.deepEqual(sideFiles(server.path("a")), []);
});

test("With few permissions, --http works on Deno as well", {
  skip: process.versions.deno === undefined && "this is Node",
}, async () => {
  const dataDir = makeTempDir();
  // In a configuration, permissions for the test's directory can't be added.
  const permissions = [
    ...["--allow-net", `--allow-read=.,${dataDir}`],
    ...[`--allow-write=${dataDir}`, "--allow-env=OML_HTTP_TOKEN,TMPDIR"],
  ];
  const server = await startServer({
    dataDir,
    command: [
      ...[process.execPath, "run", "--no-prompt", ...permissions],
      ...["main.ts", "server"],
    ],
    args: ["--http", "0"],
    env: { OML_HTTP_TOKEN: TOKEN },
  });
  try {
    const page = pageOf(server.stderr());
    assert.equal(await statusOf(`${page}/readyz`), 200);
    assert.equal(await statusOf(`${page}/metrics`), 401);
  } finally {
    await server.stop();
    removeTempDir(dataDir);
  }
});
