import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { numbered } from "../_support/hello.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";

/** The bits of all files of a directory that `mask` forbids. */
function open(directory: string, mask: number): string[] {
  return readdirSync(directory)
    .map((name) => join(directory, name))
    .filter((path) => !statSync(path).isDirectory())
    .filter((path) => (statSync(path).mode & mask) !== 0);
}

test("The server's files are closed to other users, and its socket to the group", async () => {
  await using server = await TestServer.start();
  const client = await server.client({ domain: "a" }, numbered(0, 100));
  await server.sees(100, "a");
  assert.deepEqual(open(server.dataDir, 0o027), []);
  assert.ok(readdirSync(server.dataDir).includes("a.sq3"));
  const socket = join(server.dataDir, ".oml2.sock");
  assert.equal(statSync(socket).mode & 0o777, 0o600);
  await client.end();
});

test("Only the proxy's own user can read its result files", async () => {
  await using proxy = await TestProxy.start(1);
  const client = await proxy.client({ domain: "a" }, numbered(0, 100));
  await client.end();
  await proxy.keeps(1);
  assert.ok(proxy.files().includes("result"));
  assert.deepEqual(open(proxy.root, 0o077), []);
});
