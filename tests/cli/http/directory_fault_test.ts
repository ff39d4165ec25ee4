import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { directoryFault } from "../../../cli/http/directory_fault.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const isRoot = process.getuid?.() === 0;

test("A directory that can be written has no fault, and stays as it is", () => {
  const root = makeTempDir();
  assert.equal(directoryFault(root, "the place"), undefined);
  assert.deepEqual(readdirSync(root), []);
  removeTempDir(root);
});

test("A missing directory is a fault, told without its path", () => {
  const root = makeTempDir();
  const directory = join(root, "data");
  mkdirSync(directory);
  assert.equal(directoryFault(directory, "the place"), undefined);
  rmdirSync(directory);
  assert.equal(
    directoryFault(directory, "the place"),
    "the place is missing, full or read-only",
  );
  removeTempDir(root);
});

test("A directory that can't be written is a fault", {
  skip: isRoot && "root may write everywhere",
}, () => {
  const root = makeTempDir();
  chmodSync(root, 0o500);
  assert.match(directoryFault(root, "it") ?? "", /read-only/);
  chmodSync(root, 0o700);
  removeTempDir(root);
});
