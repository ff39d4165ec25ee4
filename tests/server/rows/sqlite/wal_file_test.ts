import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { WalFile } from "../../../../server/rows/sqlite/wal_file.ts";
import { makeTempDir, removeTempDir } from "../../../_support/temp_dir.ts";

let directory = "";
let path = "";
beforeEach(() => {
  directory = makeTempDir();
  path = join(directory, "a.sq3");
});
afterEach(() => removeTempDir(directory));

test("A log that is not there has no bytes", () => {
  assert.equal(new WalFile(path).size(), 0);
});

test("size() tells the bytes of the log", () => {
  writeFileSync(`${path}-wal`, "12345");
  assert.equal(new WalFile(path).size(), 5);
});

test("sync() forces the log to disk, as often as is asked", async () => {
  writeFileSync(path, "");
  writeFileSync(`${path}-wal`, "12345");
  const log = new WalFile(path);
  await Promise.all([log.sync(), log.sync()]);
  await log.sync();
  log.close();
});

test("sync() says so if there is no log to force", async () => {
  await assert.rejects(new WalFile(path).sync(), /ENOENT|No such file/);
});

test("close() may be called whether or not there was a log", () => {
  const log = new WalFile(path);
  log.close();
  log.close();
});
