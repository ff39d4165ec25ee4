/**
 * The directory of all files of a run of the tests. Plain JavaScript, because it
 * must start on any Node from 20 on.
 *
 * @module
 */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

const MEMORY = "/dev/shm";

/** Free bytes that memory must have. */
const LEAST = 6 * 1024 ** 3;

/**
 * Creates the directory, which is removed when this process exits, and sets the
 * variables that lead to it: `TMPDIR`, and those for what tests need again and
 * again. It is in memory if there is room, because tests force thousands of
 * small files to disk; and in `TMPDIR` if that is set.
 */
export function makeTestDirectory() {
  const place = process.env.TMPDIR ?? (hasMemory() ? MEMORY : tmpdir());
  const path = mkdtempSync(join(place, "oml2-tests-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
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

function hasMemory() {
  return isSuitable(mounts(), MEMORY) && freeBytes() >= LEAST;
}

/**
 * Whether a file system in memory that may have programs is mounted at `place`,
 * by the lines of /proc/mounts.
 */
export function isSuitable(mounts, place) {
  const last = mounts.split("\n").map((line) => line.split(" "))
    .findLast(([, at]) => at === place);
  if (last === undefined) return false;
  const [, , type, options] = last;
  return type === "tmpfs" && !options.split(",").includes("noexec");
}

function mounts() {
  try {
    return readFileSync("/proc/mounts", "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

function freeBytes() {
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize;
}
