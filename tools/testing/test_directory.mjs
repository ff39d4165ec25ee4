/**
 * The directory of all files of a run of the tests. Plain JavaScript, because it
 * must start on any Node from 20 on.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** Free bytes of memory with which the files are kept there. */
const LEAST = 8 * 1024 ** 3;

/**
 * Creates the directory, which is removed when this process exits, and sets the
 * variables that lead to it: `TMPDIR`, and those for what tests need again and
 * again.
 */
export function makeTestDirectory() {
  const path = mkdtempSync(join(tmpdir(), "oml2-tests-"));
  const isInMemory = freemem() >= LEAST && mountMemory(path);
  process.on("exit", () => {
    if (isInMemory) spawnSync("umount", ["--lazy", path]);
    rmSync(path, { recursive: true, force: true });
  });
  // As /tmp: some tests start programs as other users.
  chmodSync(path, 0o1777);
  const cache = join(path, "cache");
  mkdirSync(cache);
  Object.assign(process.env, {
    TMPDIR: path,
    OML_TEST_CACHE: cache,
    NODE_COMPILE_CACHE: join(cache, "node"),
  });
}

/**
 * Tests force thousands of small files to disk, which takes longer than the
 * tests. Returns whether memory could be mounted: only the superuser can.
 */
function mountMemory(path) {
  const { status } = spawnSync("mount", ["-t", "tmpfs", "oml2-tests", path]);
  return status === 0;
}
