import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { numbered } from "../_support/hello.ts";
import { openToRead, scalar, sideFiles } from "../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

// What users, hooks and backup jobs get if they copy only the .sq3 file.

/** A copy may lack at most the rows of so many seconds. */
const MOST_BEHIND_MS = 2_000;

let server: TestServer;
let copies = "";
before(async () => {
  server = await TestServer.start();
  copies = makeTempDir();
});
after(async () => {
  await server[Symbol.asyncDispose]();
  removeTempDir(copies);
});

const count = "select count(*) from app_m";

/** The rows in a copy of the file alone; checks its integrity. */
function rowsInCopy(domain: string): number {
  const copy = join(mkdtempSync(join(copies, "c-")), "copy.sq3");
  copyFileSync(server.path(domain), copy);
  assert.equal(scalar(copy, "pragma integrity_check"), "ok");
  const has = "select count(*) from sqlite_master where name = 'app_m'";
  return scalar(copy, has) === 0 ? 0 : Number(scalar(copy, count));
}

/** Whether the file's header says that it has a WAL. */
function isInWalMode({ dataDir }: TestServer, domain: string): boolean {
  const path = join(dataDir, `${domain}.sq3`);
  const [write, read] = readFileSync(path).subarray(18, 20);
  return write === 2 || read === 2;
}

/** Sends 50 rows a second, and checks copies meanwhile. */
async function copyDuring(domain: string, ms: number, every: number) {
  const client = await server.client({ domain }, numbered(0, 1));
  await server.sees(1, domain);
  const visible: { at: number; rows: number }[] = [];
  let nextCopy = 0;
  let compared = 0;
  let sent = 1;
  const start = performance.now();
  for (let at = 0; at < ms; at = performance.now() - start) {
    const due = 1 + Math.floor(at / 20);
    if (due > sent) await client.send(numbered(sent, sent = due));
    visible.push({ at, rows: Number(scalar(server.path(domain), count)) });
    if (at >= nextCopy) {
      nextCopy += every;
      const rows = rowsInCopy(domain);
      const old = visible.filter((seen) => seen.at <= at - MOST_BEHIND_MS).at(
        -1,
      );
      if (old !== undefined) compared++;
      assert.ok(
        rows >= (old?.rows ?? 0),
        `after ${at} ms: ${rows} rows in the copy, but ${old?.rows} were ` +
          `visible after ${old?.at} ms`,
      );
    }
    await delay(10);
  }
  await client.end();
  assert.equal(rowsInCopy(domain), sent);
  return compared;
}

test("A copy of the one file during a run is at most two seconds old", async () => {
  assert.ok(await copyDuring("running", 3_000, 200) >= 4);
});

const isLong = process.env.OML_LONG === "1";
test("A copy each second is at most two seconds old for a minute", {
  skip: isLong ? false : "takes a minute: OML_LONG=1",
}, async () => {
  assert.ok(await copyDuring("long", 60_000, 1_000) >= 57);
});

test("After the server closes the last client's connection, the one file is complete", async () => {
  const first = await server.client({ domain: "last" }, numbered(0, 10));
  const second = await server.client({ domain: "last" }, numbered(0, 10));
  await server.sees(20, "last");
  await first.end();
  assert.equal(
    isInWalMode(server, "last"),
    true,
    "a client is still connected",
  );
  await second.end();
  assert.equal(rowsInCopy("last"), 20);
  assert.deepEqual(sideFiles(server.path("last")), []);
  assert.equal(isInWalMode(server, "last"), false);
});

test("After each of several successive clients, the one file has everything it sent", async () => {
  for (let i = 1; i <= 10; i++) {
    const client = await server.client({ domain: "many" }, numbered(0, 10));
    await client.end();
    assert.equal(rowsInCopy("many"), 10 * i);
  }
  await waitFor("WAL mode to be left", () => !isInWalMode(server, "many"));
});

test("An idle reader keeps the file in WAL mode after the last client only until it closes", async () => {
  const client = await server.client({ domain: "idle" }, numbered(0, 10));
  await server.sees(10, "idle");
  using reader = openToRead(server.path("idle"));
  reader.prepare(count).all();
  await client.end();
  assert.equal(rowsInCopy("idle"), 10, "complete all the same");
  await server.logs(/idle: another program has the database open/);
  assert.equal(isInWalMode(server, "idle"), true);
  reader.close();
  await waitFor("WAL mode to be left", () => !isInWalMode(server, "idle"));
  assert.deepEqual(sideFiles(server.path("idle")), []);
});

test("A reader with a late transaction keeps the file in WAL mode until it closes, and nothing is lost", async () => {
  const client = await server.client({ domain: "late" }, numbered(0, 10));
  await server.sees(10, "late");
  using reader = openToRead(server.path("late"));
  reader.exec("begin");
  reader.prepare(count).all();
  await client.send(numbered(10, 20));
  await client.end();
  await server.logs(/late: another program has the database open/);
  reader.exec("commit");
  reader.close();
  await server.logs(/late: the database is complete in its one file/);
  assert.deepEqual(sideFiles(server.path("late")), []);
  assert.equal(rowsInCopy("late"), 20);
});

test("A stop completes the file of a database that a reader kept in WAL mode", async () => {
  await using server = await TestServer.start();
  const client = await server.client({ domain: "a" }, numbered(0, 10));
  await server.sees(10, "a");
  using reader = openToRead(server.path("a"));
  reader.prepare(count).all();
  await client.end();
  await server.logs(/a: another program has the database open/);
  reader.close();
  assert.equal(await server.stop(), 0);
  assert.deepEqual(sideFiles(server.path("a")), []);
  assert.equal(scalar(server.path("a"), "pragma journal_mode"), "delete");
});

test("The next start completes files that were left in WAL mode, without a client", async () => {
  await using server = await TestServer.start();
  const client = await server.client({ domain: "kept" }, numbered(0, 10));
  await server.sees(10, "kept");
  using reader = openToRead(server.path("kept"));
  reader.prepare(count).all();
  await client.end();
  await server.client({ domain: "killed" }, numbered(0, 10));
  await server.sees(10, "killed");
  await server.process.kill();
  reader.close();
  assert.notDeepEqual(sideFiles(server.path("killed")), []);
  assert.equal(isInWalMode(server, "kept"), true);
  await server.startAgain();
  for (const domain of ["kept", "killed"]) {
    await server.logs(
      new RegExp(`${domain}: the database is complete in its one file`),
    );
    assert.deepEqual(sideFiles(server.path(domain)), []);
    assert.equal(scalar(server.path(domain), "pragma journal_mode"), "delete");
    assert.equal(scalar(server.path(domain), count), 10);
  }
});
