import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { walBytes } from "../../../cli/server/wal_bytes.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

test("The logs of a directory are summed up, other files are not", () => {
  const root = makeTempDir();
  assert.equal(walBytes(root), 0);
  writeFileSync(join(root, "a.sq3"), "x".repeat(1_000));
  writeFileSync(join(root, "a.sq3-wal"), "x".repeat(20));
  writeFileSync(join(root, "b.sq3-wal"), "x".repeat(3));
  assert.equal(walBytes(root), 23);
  removeTempDir(root);
  assert.equal(walBytes(root), 0);
});
