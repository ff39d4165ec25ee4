import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, test } from "node:test";
import {
  dataDirectory,
  prepareDataDirectory,
} from "../../../cli/process/data_dir.ts";
import { StoreError } from "../../../server/rows/store.ts";
import { useOwnEnv } from "../../_support/own_env.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const isRoot = process.getuid?.() === 0;
useOwnEnv();

let root = "";
beforeEach(() => {
  root = makeTempDir();
});
afterEach(() => {
  removeTempDir(root);
});

/** Expects an error that names the directory, the fault and a remedy. */
function expectRefusal(directory: string, why: RegExp): void {
  assert.throws(() => prepareDataDirectory(directory), (error) => {
    assert.ok(error instanceof StoreError);
    assert.ok(error.message.includes(directory), error.message);
    assert.match(error.message, why);
    assert.match(error.hint ?? "", /-D/);
    return true;
  });
}

test("The option overrides the environment variable, which overrides the default", () => {
  assert.equal(dataDirectory(undefined), "/usr/local/var/oml2");
  process.env.OML_SQLITE_DIR = "/from/environment";
  assert.equal(dataDirectory(undefined), "/from/environment");
  assert.equal(dataDirectory("/from/option"), "/from/option");
});

test("A relative directory is below the working directory", () => {
  assert.equal(dataDirectory("data"), resolve("data"));
});

test("A usable directory is left as it is", () => {
  writeFileSync(join(root, "a.sq3"), "content");
  prepareDataDirectory(root);
  assert.ok(existsSync(join(root, "a.sq3")));
});

test("A missing directory is created if its parent exists", () => {
  prepareDataDirectory(join(root, "new"));
  assert.ok(existsSync(join(root, "new")));
  expectRefusal(join(root, "no", "where"), /does not exist/);
  assert.equal(existsSync(join(root, "no")), false);
});

test("A file is not a directory", () => {
  const file = join(root, "file");
  writeFileSync(file, "");
  expectRefusal(file, /is not a directory/);
});

test("A directory below a file is rejected", () => {
  const file = join(root, "file");
  writeFileSync(file, "");
  expectRefusal(join(file, "below"), /does not exist|no directory/);
});

test("A directory that can't be read is rejected", {
  skip: isRoot && "root may do everything",
}, () => {
  const directory = join(root, "closed");
  mkdirSync(directory, { mode: 0o300 });
  expectRefusal(directory, /can't be read/);
  chmodSync(directory, 0o700);
});

test("A directory that can't be created is rejected", {
  skip: isRoot && "root may do everything",
}, () => {
  chmodSync(root, 0o500);
  expectRefusal(join(root, "new"), /can't be made/);
  chmodSync(root, 0o700);
});
