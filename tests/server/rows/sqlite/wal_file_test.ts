import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { WalFile } from "../../../../server/rows/sqlite/wal_file.ts";
import { openFilesBelow } from "../../../_support/open_files.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";
import { waitFor } from "../../../_support/wait_for.ts";

let directory = "";
let path = "";
beforeEach(() => {
  directory = makeTempDir();
  path = join(directory, "a.sq3");
});
afterEach(() => removeTempDir(directory));

test("A missing log has no bytes", () => {
  assert.equal(new WalFile(path).size(), 0);
});

test("size() returns the bytes of the log", () => {
  writeFileSync(`${path}-wal`, "12345");
  assert.equal(new WalFile(path).size(), 5);
});

test("sync() forces the log to disk at each call", async () => {
  writeFileSync(path, "");
  writeFileSync(`${path}-wal`, "12345");
  const log = new WalFile(path);
  await Promise.all([log.sync(), log.sync()]);
  await log.sync();
  await log.close();
});

test("sync() returns whether others can find the log", async () => {
  const log = new WalFile(path);
  assert.equal(await log.sync(), false);
  writeFileSync(`${path}-wal`, "12345");
  assert.equal(await log.sync(), true);
  rmSync(`${path}-wal`);
  assert.equal(await log.sync(), false);
  assert.equal(log.size(), 5, "of the one without a name");
  writeFileSync(`${path}-wal`, "a new one");
  assert.equal(await log.sync(), false);
  await log.close();
  assert.equal(await log.sync(), true);
  await log.close();
});

test("noteCommit() forces a long log to disk in the background", {
  skip: process.platform !== "linux" && "only Linux shows open files",
}, async () => {
  writeFileSync(`${path}-wal`, "12345");
  const log = new WalFile(path);
  log.noteCommit(4 * 1024 * 1024 - 1);
  await delay(20);
  assert.deepEqual(openFilesBelow(directory), [], "too short");
  log.noteCommit(1);
  await waitFor(
    "the log to be open",
    () => openFilesBelow(directory).length > 0,
  );
  await log.close();
});

test("A log removed while sync() opens it counts as missing", async () => {
  writeFileSync(`${path}-wal`, "12345");
  const log = new WalFile(path);
  const synced = log.sync();
  // The directory is being forced to disk.
  for (let i = 0; i < 5; i++) await Promise.resolve();
  rmSync(`${path}-wal`);
  assert.equal(await synced, false);
  await log.close();
});

test("close() works with and without a log", async () => {
  const log = new WalFile(path);
  await log.close();
  await log.close();
});

test("A log is in place from its first sync until it is removed or replaced", async () => {
  const log = new WalFile(path);
  writeFileSync(`${path}-wal`, "12345");
  assert.equal(log.isInPlace, false);
  await log.sync();
  assert.equal(log.isInPlace, true);
  rmSync(`${path}-wal`);
  assert.equal(log.isInPlace, false);
  writeFileSync(`${path}-wal`, "a new one");
  assert.equal(log.isInPlace, false);
  await log.close();
});
