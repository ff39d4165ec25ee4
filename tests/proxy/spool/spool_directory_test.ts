import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SpoolDirectory } from "../../../proxy/spool/spool_directory.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { inTempDir } from "../_support/in_temp_dir.ts";

test("SpoolDirectory logs once that the directory is gone, and that it is back", () =>
  inTempDir(async (root) => {
    const path = join(root, "spool");
    mkdirSync(path);
    const log = new MemoryLog();
    const directory = new SpoolDirectory(path, log);
    await directory.check();
    assert.deepEqual(log.lines, []);
    renameSync(path, `${path}.aside`);
    await directory.check();
    mkdirSync(path);
    await directory.check();
    const [gone] = log.lines;
    assert.match(
      gone,
      /^error: .*spool: the directory .* removed or replaced;/,
    );
    assert.deepEqual(log.lines, [gone]);
    rmdirSync(path);
    renameSync(`${path}.aside`, path);
    await directory.check();
    await directory.check();
    assert.deepEqual(log.lines, [gone, `info: ${path}: the directory is back`]);
  }));
