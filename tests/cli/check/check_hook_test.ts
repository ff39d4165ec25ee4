import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkHook } from "../../../cli/check/check_hook.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const directory = makeTempDir();
after(() => removeTempDir(directory));

function makeFile(name: string, mode: number): string {
  const path = join(directory, name);
  writeFileSync(path, `#!/bin/sh\ntouch ${directory}/started\n`);
  chmodSync(path, mode);
  return path;
}

test("A program is found by its path, and not started", () => {
  const path = makeFile("hook.sh", 0o755);
  const { state, text } = checkHook(path);
  assert.deepEqual([state, text], ["ok", `${path} is executable`]);
  assert.equal(existsSync(join(directory, "started")), false);
});

test("A program without a path is searched for on the PATH", () => {
  assert.match(checkHook("sh").text, /^\/.*\/sh is executable$/);
});

test("A file that can't be executed is a problem", () => {
  const plain = makeFile("plain", 0o644);
  mkdirSync(join(directory, "folder"));
  const wrong = [plain, join(directory, "folder"), join(directory, "none")];
  for (const path of [...wrong, "no-such-hook", join(plain, "below")]) {
    const { state, text, remedy } = checkHook(path);
    assert.deepEqual(
      [state, text],
      ["problem", `${path} is not an executable program`],
    );
    assert.match(remedy ?? "", /--event-hook/);
  }
});
