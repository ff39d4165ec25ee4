import assert from "node:assert/strict";
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import {
  LockedError,
  type LockFiles,
  lockHolder,
  ProcessLock,
} from "../../shared/process_lock.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

let directory = "";
let files: LockFiles;
beforeEach(() => {
  directory = makeTempDir();
  files = { lock: join(directory, "a.lock"), pid: join(directory, "a.pid") };
});
afterEach(() => removeTempDir(directory));

test("A second lock fails, and names the holder", () => {
  const lock = new ProcessLock(files, 4711);
  assert.throws(() => new ProcessLock(files, 4712), (error) => {
    assert.ok(error instanceof LockedError);
    assert.equal(error.holder, "4711");
    return true;
  });
  assert.equal(lockHolder(files), "4711");
  lock.release();
});

test("A released lock has no holder, and can be acquired again", () => {
  new ProcessLock(files, 1).release();
  assert.equal(lockHolder(files), undefined);
  assert.equal(existsSync(files.pid), false);
  new ProcessLock(files, 2).release();
});

test("lockHolder() creates no file", () => {
  assert.equal(lockHolder(files), undefined);
  assert.equal(existsSync(files.lock), false);
});

test("A lock follows no symbolic link", () => {
  symlinkSync(join(directory, "elsewhere"), files.lock);
  assert.throws(() => new ProcessLock(files, 1), /symbolic link/);
  assert.equal(existsSync(join(directory, "elsewhere")), false);
});
