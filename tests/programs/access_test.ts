import assert from "node:assert/strict";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { runOml2 } from "../_support/run_command.ts";
import { countRows } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

async function refusedOf(server: TestServer) {
  const { stdout } = await runOml2("status", "-D", server.dataDir, "--json");
  return JSON.parse(stdout).refused;
}

const lines = (log: string, what: RegExp) =>
  log.split("\n").filter((line) => what.test(line)).length;

test("--allow closes other addresses at once, logs that once, and counts it", async () => {
  await using server = await TestServer.start(
    ...["--allow", "10.0.0.0/8", "2001:db8::/32"],
  );
  for (let i = 0; i < 3; i++) {
    const client = await server.connect();
    assert.equal(await client.serverEndsWithin(), true);
  }
  const line = /WARNING 127\.0\.0\.1: refused: --allow does not list/;
  await server.logs(line);
  await waitFor("three refusals", async () => {
    const { addresses } = await refusedOf(server);
    return addresses === 3 || `${addresses}`;
  });
  assert.equal(lines(server.process.stderr(), line), 1);
  const { stdout } = await runOml2("status", "-D", server.dataDir);
  assert.match(stdout, /^refused: 3 connections by address/m);
});

test("--allow lets the listed addresses in", async () => {
  await using server = await TestServer.start(
    ...["--allow", "127.0.0.0/8", "--allow", "::1"],
  );
  const client = await server.client({ domain: "a" }, numbered(0, 10));
  await client.end();
  assert.equal(countRows(server.path("a"), "app_m"), 10);
  const { addresses } = await refusedOf(server);
  assert.equal(addresses, 0);
});

test("--allow-domain refuses the streams of other domains after their headers", async () => {
  await using server = await TestServer.start("--allow-domain", "lab-*", "x");
  const allowed = await server.client({ domain: "lab-1" }, numbered(0, 10));
  for (let i = 0; i < 3; i++) {
    const client = await server.connect();
    await client.send(headers({ domain: "other" }) + numbered(0, 10))
      .catch(() => undefined);
    assert.equal(await client.serverEndsWithin(), true);
  }
  await allowed.end();
  assert.equal(countRows(server.path("lab-1"), "app_m"), 10);
  assert.equal(server.has("other"), false);
  const line = /ERROR \S+: domain "other" is refused: --allow-domain/;
  await server.logs(line);
  assert.equal(lines(server.process.stderr(), line), 1);
  assert.equal((await refusedOf(server)).domains, 3);
});

test("An invalid --allow is refused at the start, with the remedy", async () => {
  for (const program of ["server", "proxy"]) {
    const { status, stderr } = await runOml2(
      ...[program, "-l", "127.0.0.1:0", "--allow", "10.0.0.1/8"],
    );
    assert.equal(status, 2);
    assert.match(stderr, /option --allow: .*write 10\.0\.0\.0\/8/);
  }
});

test("--allow of the proxy closes other addresses at once", async () => {
  await using proxy = await TestProxy.start(1, "--allow", "192.0.2.0/24");
  const client = await proxy.connect();
  assert.equal(await client.serverEndsWithin(), true);
  await proxy.logs(/WARNING 127\.0\.0\.1: refused: --allow/);
  const [status] = await proxy.command("STATUS");
  assert.match(status, / refused_addresses=1$/);
  assert.deepEqual(proxy.files().filter((name) => name === "result"), []);
});
