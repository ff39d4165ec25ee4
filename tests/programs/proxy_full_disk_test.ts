import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { headers, numbered } from "../_support/hello.ts";
import { SmallDisk } from "../_support/small_disk.ts";
import { scalar } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";

const COUNT = "select count(*) from app_m";
const DISTINCT = "select count(distinct seq) from app_m";

test("Data that a full disk does not take is sent, and the server is not blamed", async (t) => {
  using disk = new SmallDisk();
  if (!disk.mount(256 * 1024)) return t.skip("no disk can be mounted here");
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(
    server.process.port,
    ...["-r", join(disk.path, "result"), "--auto-resume"],
  );
  const client = await proxy.client({ domain: "a" }, numbered(0, 100));
  await server.sees(100, "a");
  const rest = new Uint8Array(256 * 1024);
  assert.throws(
    () => writeFileSync(join(disk.path, "other"), rest),
    /ENOSPC|os error 28/,
  );
  await client.send(numbered(100, 20_000));
  await proxy.logs(/result: can't be written: /);
  await server.sees(20_000, "a");
  await client.send(numbered(20_000, 20_100));
  await client.end();
  await server.sees(20_100, "a");
  rmSync(join(disk.path, "other"));
  assert.match(await proxy.drained(), /^DRAINED 0 0$/);
  assert.match(await proxy.drained(), /^DRAINED 1 /);
  assert.doesNotMatch(proxy.log, /: away \(/);
  assert.equal(scalar(server.path("a"), COUNT), 20_100);
  assert.equal(scalar(server.path("a"), DISTINCT), 20_100);
  assert.equal(await proxy.stop(), 0);
});

test("A removed directory is noticed at once, and its data is sent", async () => {
  await using server = await TestServer.start();
  await using proxy = TestProxy.prepare(server.process.port);
  const directory = join(proxy.root, "spool");
  mkdirSync(directory);
  await proxy.startAgain("-r", join(directory, "result"));
  const client = await proxy.client({ domain: "a" }, numbered(0, 100));
  await proxy.logs(/: spooled to /);
  const bytes = headers({ domain: "a" }).length + numbered(0, 100).length;
  await proxy.keepsIn(directory, bytes);
  rmSync(directory, { recursive: true });
  await proxy.logs(/ERROR .*spool: the directory .* was removed or replaced/);
  await client.send(numbered(100, 200));
  await proxy.command("RESUME");
  await server.sees(200, "a");
  await client.end();
  assert.match(await proxy.drained(), /^DRAINED /);
  await server.closes("a");
  assert.equal(scalar(server.path("a"), DISTINCT), 200);
});
