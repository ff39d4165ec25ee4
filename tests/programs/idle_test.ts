import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { numbered } from "../_support/hello.ts";
import { scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

const count = "select count(*) from app_m";

test("-t 1 closes a lone idle client, and keeps its data", async () => {
  await using server = await TestServer.start("-t", "1");
  const client = await server.client({ domain: "a" }, numbered(0, 10));
  assert.equal(await client.serverEndsWithin(), true);
  assert.equal(scalar(server.path("a"), count), 10);
  await server.logs(/disconnected \(idle\)/);
  await server.logs(/WARNING a:.*closed after 1 s without data;.* -t 0/);
});

test("-t 1 closes clients that send nothing or half their headers, and keeps active ones", async () => {
  await using server = await TestServer.start("-t", "1");
  const silent = await server.connect();
  const half = await server.connect();
  await half.send("protocol: 4\ndomain: half\n");
  const busy = await server.client({ domain: "busy" });
  let sent = 0;
  while (!silent.closedByServer || !half.closedByServer) {
    await busy.send(numbered(sent, sent + 1));
    sent++;
    // Only time makes clients idle.
    await delay(100);
  }
  assert.equal(busy.closedByServer, false);
  await busy.end();
  assert.equal(scalar(server.path("busy"), count), sent);
  assert.equal(server.has("half"), false);
});

test("A suspended server does not count its clients as idle", async () => {
  // A busy machine may delay this test for a second or two before the
  // suspension.
  await using server = await TestServer.start("-t", "3");
  const clients = [];
  for (let i = 0; i < 20; i++) {
    clients.push(await server.client({ domain: "a" }, numbered(0, 5)));
  }
  await server.sees(100, "a");
  for (const client of clients) await client.send(numbered(5, 10));
  process.kill(server.process.pid, "SIGSTOP");
  for (const client of clients) await client.send(numbered(10, 20));
  await delay(3_500);
  process.kill(server.process.pid, "SIGCONT");
  await server.sees(400, "a");
});
