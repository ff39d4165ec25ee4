import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkLog } from "../../../cli/check/check_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const directory = makeTempDir();
after(() => removeTempDir(directory));

test("A missing log would be created, and is not", () => {
  const path = join(directory, "new.log");
  const { state, text } = checkLog("log", path, "--logfile");
  assert.deepEqual([state, text], ["ok", `${path} will be created`]);
  assert.equal(existsSync(path), false);
});

test("An existing log is not changed", () => {
  const path = join(directory, "old.log");
  writeFileSync(path, "old\n");
  const { state, text } = checkLog("log", path, "--logfile");
  assert.deepEqual([state, text], ["ok", `${path} is writable`]);
  assert.equal(readFileSync(path, "utf8"), "old\n");
});

test("A log that can't be written is a problem", () => {
  const path = join(directory, "none", "x.log");
  const { state, text, remedy } = checkLog("log", path, "--logfile");
  assert.equal(state, "problem");
  assert.match(text, /ENOENT/);
  assert.match(remedy ?? "", /^create the directory .*none, or .* --logfile/);
});

test("stderr is always writable", () => {
  assert.equal(checkLog("log", "-", "--logfile").text, "stderr");
});
