import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { SpoolError } from "../../../proxy/spool/spool_error.ts";
import { isSpool, lockSpool } from "../../../proxy/spool/spool_lock.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

test("A second proxy fails and names the process that uses the result files", () => {
  const name = join(directory, "results");
  const lock = lockSpool(name, 4711);
  assert.throws(() => lockSpool(name, 4712), (error) => {
    assert.ok(error instanceof SpoolError);
    assert.match(error.message, /results: the proxy with process id 4711 /);
    assert.match(error.hint ?? "", /--resultfile/);
    return true;
  });
  lock.release();
});

test("A directory that is not writable is named, with a remedy", () => {
  const name = join(directory, "missing", "results");
  assert.throws(() => lockSpool(name, 1), (error) => {
    assert.ok(error instanceof SpoolError);
    assert.match(error.message, /^Cannot write beside .*missing/);
    return true;
  });
});

test("isSpool() recognizes names that a proxy has used", () => {
  const name = join(directory, "results");
  assert.equal(isSpool(name), false);
  lockSpool(name, 1).release();
  assert.equal(isSpool(name), true);
  assert.equal(isSpool(join(directory, "result")), false);
});
