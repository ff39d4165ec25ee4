import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { numbered } from "../_support/hello.ts";
import {
  countRows,
  openToRead,
  scalar,
  sideFiles,
} from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

let server: TestServer;
before(async () => {
  server = await TestServer.start();
});
after(() => server[Symbol.asyncDispose]());

/**
 * Whether any process has a lock on a file. The kernel writes the list page by
 * page, and leaves one out if others are released meanwhile: it is read again
 * before a lock counts as missing.
 */
function isLocked(path: string): boolean {
  const lock = `:${statSync(path).ino} `;
  const read = () => readFileSync("/proc/locks", "utf8").includes(lock);
  return read() || read() || read();
}

const count = "select count(*) as n from app_m";

/** Milliseconds until a reader sees the only tuple of a client. */
async function timeToSee(domain: string): Promise<number> {
  const begun = performance.now();
  await server.client({ domain }, numbered(0, 1));
  await server.sees(1, domain);
  return performance.now() - begun;
}

test("A lone tuple is visible within a second, without a following one", async () => {
  // A machine that is busy with other tests may delay one tuple, but not all.
  const times: number[] = [];
  for (let i = 0; i < 10 && !times.some((ms) => ms < 1_000); i++) {
    times.push(await timeToSee(`lone-${i}`));
  }
  assert.ok(Math.min(...times) < 1_000, `${times.map(Math.round)} ms`);
});

test("A reader in the middle of a transaction blocks no writer", async () => {
  const client = await server.client({ domain: "middle" }, numbered(0, 10));
  await server.sees(10, "middle");
  using reader = openToRead(server.path("middle"));
  reader.exec("begin");
  const seen = () => Number(reader.prepare(count).get()?.n);
  assert.equal(seen(), 10);
  await client.send(numbered(10, 20));
  await server.sees(20, "middle");
  assert.equal(seen(), 10, "the reader still sees its snapshot");
  reader.exec("commit");
  assert.equal(seen(), 20);
});

// Otherwise the next `sqlite3` that closes the database removes its WAL, and
// later commits are lost.
test("The server locks a database from the first commit to the end", async (t) => {
  if (!existsSync("/proc/locks")) return t.skip("no list of locks here");
  await using server = await TestServer.start();
  const client = await server.client({ domain: "kept" }, numbered(0, 1));
  const path = server.path("kept");
  await waitFor("a lock", () => existsSync(path) && isLocked(path));
  let sent = 1;
  // Longer than all steps of forcing data to disk, every 0.8 s; no reader in
  // this process may have the file open, because it would hold a lock, too.
  for (const until = Date.now() + 2_500; Date.now() < until;) {
    await client.send(numbered(sent, sent += 10));
    await delay(10);
    assert.ok(isLocked(path), `no lock, after ${sent} tuples`);
  }
  await client.end();
  assert.equal(countRows(path, "app_m"), sent);
});

test("A reader that stays connected delays neither the last client's close nor the server's stop", async () => {
  await using server = await TestServer.start();
  const client = await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  using reader = openToRead(server.path("a"));
  reader.exec("begin");
  assert.equal(reader.prepare(count).get()?.n, 10);
  await client.send(numbered(10, 20));
  await client.end();
  await server.logs(/a: another program has the database open/);
  const again = await server.client({ domain: "a" }, numbered(20, 30));
  await again.end();
  assert.equal(await server.stop(), 0);
  reader.exec("commit");
  assert.equal(reader.prepare(count).get()?.n, 30);
});

test("After the last client has disconnected, the one file is complete", async () => {
  const first = await server.client({ domain: "last" }, numbered(0, 10));
  const second = await server.client({ domain: "last" }, numbered(0, 10));
  await first.end();
  assert.notDeepEqual(sideFiles(server.path("last")), [], "still in use");
  await second.end();
  await server.closes("last");
  assert.equal(scalar(server.path("last"), count), 20);
  assert.equal(scalar(server.path("last"), "pragma integrity_check"), "ok");
});

test("--journal=delete keeps no -wal file while clients write", async () => {
  await using server = await TestServer.start("--journal=delete");
  const client = await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  assert.deepEqual(sideFiles(server.path("a")), []);
  await client.end();
  assert.equal(scalar(server.path("a"), count), 10);
});

test("While clients are idle, a copy of the file alone is complete", async () => {
  const client = await server.client({ domain: "quiet" }, numbered(0, 10));
  await server.sees(10, "quiet");
  const copy = server.path("copy");
  await waitFor("the rows in the file itself", () => {
    copyFileSync(server.path("quiet"), copy);
    return countRows(copy, "app_m") === 10;
  }, 5_000);
  assert.equal(client.closedByServer, false);
});
