import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import {
  makeWay,
  readProcessId,
  refuseLink,
  writeOwnFile,
} from "../../shared/own_file.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

/** A link to a file, and the file, which may be missing. */
function planted(content?: string): { path: string; target: string } {
  const path = join(directory, "link");
  const target = join(directory, "target");
  if (content !== undefined) writeFileSync(target, content);
  symlinkSync(target, path);
  return { path, target };
}

test("A file of this program replaces that of an earlier run", () => {
  const path = join(directory, "pid");
  writeOwnFile(path, "1234567\n");
  writeOwnFile(path, "89\n");
  assert.equal(readFileSync(path, "utf8"), "89\n");
});

for (const content of ["precious", undefined]) {
  const what = content === undefined ? "nowhere" : "a file";
  test(`A link to ${what} is rejected and named, and not followed`, () => {
    const { path, target } = planted(content);
    for (const write of [writeOwnFile, makeWay, refuseLink]) {
      assert.throws(() => write(path, "x"), (error) => {
        assert.ok(error instanceof Error);
        assert.ok(error.message.startsWith(`${path} is a symbolic link`));
        return true;
      });
    }
    assert.equal(lstatSync(path).isSymbolicLink(), true);
    assert.equal(existsSync(target), content !== undefined);
    if (content) assert.equal(readFileSync(target, "utf8"), content);
  });
}

test("A directory in the way is not removed", () => {
  const path = join(directory, "pid");
  mkdirSync(path);
  assert.throws(() => writeOwnFile(path, "1\n"));
  assert.equal(existsSync(path), true);
});

test("Only a number is accepted as a process id", () => {
  const path = join(directory, "pid");
  assert.equal(readProcessId(path), "unknown");
  writeFileSync(path, "4711\n");
  assert.equal(readProcessId(path), "4711");
  writeFileSync(path, "root:$6$secret\n");
  assert.equal(readProcessId(path), "unknown");
});
