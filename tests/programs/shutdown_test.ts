import assert from "node:assert/strict";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setImmediate as immediate } from "node:timers/promises";
import { type Client, connect } from "../_support/client.ts";
import { headers, numbered } from "../_support/hello.ts";
import { countRows, query, scalar, sideFiles } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";
import { within } from "../_support/within.ts";

const count = "select count(*) from app_m";

test("SIGTERM stores what connected clients have sent, closes them, and exits with 0", async () => {
  await using server = await TestServer.start();
  const clients = [];
  for (const domain of ["a", "b"]) {
    clients.push(await server.client({ domain }, numbered(0, 500)));
  }
  assert.equal(await server.stop(), 0);
  for (const domain of ["a", "b"]) {
    assert.equal(scalar(server.path(domain), count), 500);
    assert.deepEqual(sideFiles(server.path(domain)), []);
  }
  for (const client of clients) {
    assert.equal(await client.serverEndsWithin(), true);
    assert.equal(client.closedByServer, true);
  }
});

test("SIGINT stops the server as SIGTERM does", async () => {
  await using server = await TestServer.start();
  await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  process.kill(server.process.pid, "SIGINT");
  assert.equal(await server.process.exited, 0);
  assert.equal(scalar(server.path("a"), count), 10);
});

test("A signal stops the server in order as soon as it logs that it listens", async () => {
  for (const signal of ["SIGTERM", "SIGINT", "SIGTERM"]) {
    await using server = await TestServer.start();
    process.kill(server.process.pid, signal);
    assert.equal(await server.process.exited, 0);
  }
});

test("SIGTERM stores bytes that are still unread in the sockets", async () => {
  await using server = await TestServer.start();
  const clients = [];
  for (let i = 0; i < 20; i++) {
    clients.push(await server.client({ domain: "a" }, numbered(0, 10)));
  }
  await server.sees(200, "a");
  process.kill(server.process.pid, "SIGSTOP");
  for (const client of clients) await client.send(numbered(10, 20));
  process.kill(server.process.pid, "SIGTERM");
  process.kill(server.process.pid, "SIGCONT");
  assert.equal(await server.process.exited, 0);
  assert.equal(scalar(server.path("a"), count), 400);
});

test("SIGTERM serves a client that was not accepted yet", async () => {
  await using server = await TestServer.start();
  process.kill(server.process.pid, "SIGSTOP");
  const client = await connect(server.process.port);
  await client.send(headers({ domain: "a" }) + numbered(0, 10));
  process.kill(server.process.pid, "SIGTERM");
  process.kill(server.process.pid, "SIGCONT");
  assert.equal(await server.process.exited, 0);
  client.destroy();
  assert.equal(scalar(server.path("a"), count), 10);
});

test("SIGTERM drains a client that keeps sending, and stops in time", async () => {
  await using server = await TestServer.start();
  const client = await server.client({ domain: "a" });
  let sent = 0;
  let gone = false;
  const sending = (async () => {
    while (!gone) {
      await client.send(numbered(sent, sent + 10)).catch(() => gone = true);
      if (!gone) sent += 10;
      // Writes that complete at once would starve everything else.
      await immediate();
    }
  })();
  await waitFor("some rows", () => countRows(server.path("a"), "app_m") > 0);
  assert.equal(await server.stop(), 0);
  gone = true;
  client.destroy();
  await sending;
  const stored = Number(scalar(server.path("a"), count));
  const last = scalar(server.path("a"), "select max(seq) from app_m");
  assert.equal(last, stored - 1, "none is missing in between");
});

test("SIGTERM stops a server with a hundred sending clients in under 10 s, without loss", async () => {
  await using server = await TestServer.start();
  const domains = ["a", "b", "c", "d", "e"];
  const clients: Client[] = [];
  for (let i = 0; i < 100; i++) {
    const domain = domains[i % domains.length];
    clients.push(await server.client({ domain, sender: `s${i}` }));
  }
  let gone = false;
  const sending = clients.map(async (client) => {
    for (let sent = 0; !gone; sent += 20) {
      await client.send(numbered(sent, sent + 20)).catch(() => gone = true);
      await immediate();
    }
  });
  for (const domain of domains) {
    await waitFor("rows", () => countRows(server.path(domain), "app_m") > 0);
  }
  assert.equal(await server.process.terminate(10_000), 0);
  gone = true;
  clients.forEach((client) => client.destroy());
  await Promise.all(sending);
  for (const domain of domains) {
    const gaps = query(
      server.path(domain),
      "select oml_sender_id, count(*) as n, max(seq) as last from app_m " +
        "group by 1 having n <> last + 1",
    );
    assert.deepEqual(gaps, [], `${domain}: rows are missing in between`);
  }
});

test("A second signal aborts a stop that waits for a locked database", async () => {
  await using server = await TestServer.start();
  await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  using other = new DatabaseSync(server.path("a"));
  other.exec("BEGIN IMMEDIATE");
  await server.client({ domain: "a" }, numbered(10, 20));
  process.kill(server.process.pid, "SIGTERM");
  await server.logs(/SIGTERM: stopping/);
  process.kill(server.process.pid, "SIGTERM");
  assert.equal(await within(server.process.exited, 5_000, "It stays"), 1);
});
