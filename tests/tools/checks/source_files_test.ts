import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { filesBelow } from "../../../tools/checks/source_files.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

test("filesBelow() returns the sources, without built or installed files", () => {
  const root = makeTempDir();
  try {
    const files = ["b.ts", "a/c.md", "node_modules/d.js", "dist/e", ".git/f"];
    for (const file of files) {
      mkdirSync(join(root, file, ".."), { recursive: true });
      writeFileSync(join(root, file), "");
    }
    assert.deepEqual(filesBelow(root), ["a/c.md", "b.ts"]);
  } finally {
    removeTempDir(root);
  }
});
