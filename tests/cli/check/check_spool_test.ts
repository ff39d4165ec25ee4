import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, test } from "node:test";
import { checkSpool } from "../../../cli/check/check_spool.ts";
import { lockSpool } from "../../../proxy/spool/spool_lock.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

test("A directory for result files is left as it is", () => {
  const { state, text } = checkSpool(join(directory, "r"));
  assert.deepEqual([state, text], ["ok", join(directory, "r")]);
  assert.deepEqual(readdirSync(directory), []);
});

test("A missing directory is a problem", () => {
  const { state, remedy } = checkSpool(join(directory, "none", "r"));
  assert.equal(state, "problem");
  assert.match(remedy ?? "", /--resultfile/);
});

test("Result files of a running proxy are a problem", () => {
  const path = join(directory, "r");
  const lock = lockSpool(path, process.pid);
  try {
    const { state, text } = checkSpool(path);
    assert.equal(state, "problem");
    assert.match(text, new RegExp(`process id ${process.pid} `));
  } finally {
    lock.release();
  }
  assert.equal(checkSpool(path).state, "ok");
});
