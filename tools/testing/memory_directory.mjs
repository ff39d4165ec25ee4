/**
 * Where tests keep their files: in memory, because they force thousands of
 * small ones to disk. Plain JavaScript, because it must start on any Node from
 * 20 on.
 *
 * @module
 */
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";

const PLACE = "/dev/shm";

/** Free bytes that it must have. */
const LEAST = 6 * 1024 ** 3;

/**
 * Creates a directory in memory, which is removed when this process exits;
 * `undefined` if the system has none that is large enough and may have programs.
 */
export function memoryDirectory() {
  if (!isSuitable(mounts(), PLACE) || freeBytes() < LEAST) return undefined;
  const path = mkdtempSync(join(PLACE, "oml2-tests-"));
  // As /tmp: some tests start programs as other users.
  chmodSync(path, 0o1777);
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
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
  const { bavail, bsize } = statfsSync(PLACE);
  return bavail * bsize;
}
