import assert from "node:assert/strict";
import { test } from "node:test";
import { isSuitable } from "../../../tools/testing/test_directory.mjs";

const mounted = (type: string, options: string) =>
  `/dev/vda / ext4 rw 0 0\ntmpfs /dev/shm ${type} ${options} 0 0\n`;

test("Tests keep their files in memory where programs can be started", () => {
  assert(isSuitable(mounted("tmpfs", "rw,nosuid"), "/dev/shm"));
});

test("Tests don't keep their files where programs can't be started, or on a disk", () => {
  assert(!isSuitable(mounted("tmpfs", "rw,noexec"), "/dev/shm"));
  assert(!isSuitable(mounted("ext4", "rw"), "/dev/shm"));
  assert(!isSuitable("/dev/vda / ext4 rw 0 0\n", "/dev/shm"));
});

test("The last of several file systems at the same place counts", () => {
  const twice = mounted("tmpfs", "rw") + mounted("tmpfs", "rw,noexec");
  assert(!isSuitable(twice, "/dev/shm"));
});
