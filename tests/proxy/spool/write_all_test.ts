import assert from "node:assert/strict";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { writeAll } from "../../../proxy/spool/write_all.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

test("writeAll() writes everything at its offset, though the system takes a few bytes at once", async () => {
  const root = makeTempDir();
  const path = join(root, "file");
  const file = await open(path, "w");
  try {
    await file.write("head");
    const slow = {
      write: (bytes: Uint8Array, from: number, _: undefined, at: number) =>
        file.write(bytes, from, Math.min(3, bytes.length - from), at),
    } as unknown as FileHandle;
    await writeAll(slow, new TextEncoder().encode("0123456789"), 4);
    assert.equal(await readFile(path, "utf8"), "head0123456789");
  } finally {
    await file.close();
    removeTempDir(root);
  }
});
