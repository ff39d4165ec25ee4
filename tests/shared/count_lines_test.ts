import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { countLines } from "../../shared/count_lines.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

test("An offset is in the line that it belongs to, or after the last one", async () => {
  const directory = makeTempDir();
  const path = join(directory, "file");
  writeFileSync(path, "one\ntwo\n\nfour");
  const file = await open(path);
  const lines = [];
  for (const offset of [0, 1, 4, 5, 8, 9, 10, 13, 99]) {
    lines.push(await countLines(file, offset));
  }
  assert.deepEqual(lines, [0, 1, 1, 2, 2, 3, 4, 4, 4]);
  await file.close();
  removeTempDir(directory);
});
