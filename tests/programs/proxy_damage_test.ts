import assert from "node:assert/strict";
import {
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { test } from "node:test";
import { freePort } from "../_support/free_port.ts";
import { headers, numbered } from "../_support/hello.ts";
import { scalar } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const COUNT = "select count(distinct seq) from app_m";

test("Result files that others have changed are not sent, and all others are", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  for (const domain of ["removed", "replaced", "cut", "sound"]) {
    const client = await proxy.client({ domain }, numbered(0, 500));
    await client.end();
  }
  const file = (number: number) => `${proxy.resultFile}.${number}`;
  rmSync(proxy.resultFile);
  const other = headers({ domain: "other" }) + numbered(0, 600);
  writeFileSync(file(4), other);
  renameSync(file(4), file(1));
  truncateSync(file(2), 300);
  await proxy.command("RESUME");
  const bytes = proxy.result(3).length;
  assert.equal(await proxy.drained(), `DRAINED 1 ${bytes} refused=3`);
  assert.equal(scalar(server.path("sound"), COUNT), 500);
  for (const domain of ["removed", "replaced", "other"]) {
    assert.equal(server.has(domain), false, domain);
  }
  const status = (await proxy.command("STATUS")).join("\n");
  assert.match(status, /reason="its file was removed"/);
  assert.match(status, /reason="its file was replaced by another one"/);
  assert.match(status, /reason="its file was cut from \d+ bytes to 300"/);
  assert.equal(
    proxy.log.match(/ERROR .* undelivered bytes are lost/g)?.length,
    3,
  );
  assert.equal(readFileSync(file(1), "latin1"), other);
});

test("A file removed while its client is connected is sent to the end", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(
    server.process.port,
    "--delete-replayed",
  );
  const client = await proxy.client({ domain: "a" }, numbered(0, 500));
  await proxy.keeps(
    headers({ domain: "a" }).length + numbered(0, 500).length,
  );
  rmSync(proxy.resultFile);
  writeFileSync(proxy.resultFile, "mine");
  await client.send(numbered(500, 1_000));
  await proxy.logs(/WARNING .*result: removed or replaced by another program/);
  await client.end();
  await proxy.command("RESUME");
  assert.match(await proxy.drained(), /^DRAINED 1 \d+$/);
  assert.equal(scalar(server.path("a"), COUNT), 1_000);
  await waitFor(
    "the journal to go",
    () => !existsSync(`${proxy.resultFile}.journal`),
  );
  assert.equal(readFileSync(proxy.resultFile, "utf8"), "mine");
});

test("A file moved away while its client is connected is sent, too", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const client = await proxy.client({ domain: "a" }, numbered(0, 500));
  await proxy.keeps(
    headers({ domain: "a" }).length + numbered(0, 500).length,
  );
  renameSync(proxy.resultFile, `${proxy.resultFile}.mine`);
  await client.end();
  await proxy.logs(/WARNING .*result: removed or replaced by another program/);
  await proxy.command("RESUME");
  assert.match(await proxy.drained(), /^DRAINED 1 \d+$/);
  assert.equal(scalar(server.path("a"), COUNT), 500);
});

test("A stop logs what is lost with a removed file", async () => {
  await using proxy = await TestProxy.start(await freePort());
  const body = headers({ domain: "a" }) + numbered(0, 500);
  const client = await proxy.connect();
  await client.send(body);
  await proxy.keeps(body.length);
  rmSync(proxy.resultFile);
  await client.end();
  assert.equal(await proxy.stop(), 1);
  const lost = `the last ${body.length} bytes are lost, their file was removed`;
  assert.ok(proxy.log.includes(lost), proxy.log);
});

test("Cutting a file disconnects its client, which can return, and no other", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const body = numbered(0, 500);
  const [cut, other] = [
    await proxy.client({ domain: "a" }, body),
    await proxy.client({ domain: "b" }, body),
  ];
  await proxy.keeps(2 * (headers({ domain: "a" }).length + body.length));
  truncateSync(proxy.resultFile, 0);
  await cut.send(numbered(500, 501));
  assert.equal(await cut.serverEndsWithin(), true);
  await proxy.logs(/ERROR .*result: its file was cut from \d+ bytes to 0/);
  const again = await proxy.client({ domain: "a" }, numbered(501, 600));
  await again.end();
  await other.send(numbered(500, 600));
  await other.end();
  await proxy.command("RESUME");
  assert.match(await proxy.drained(), /^DRAINED 2 \d+ refused=1$/);
  assert.equal(scalar(server.path("a"), COUNT), 99);
  assert.equal(scalar(server.path("b"), COUNT), 600);
});
