import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import {
  inspectFile,
  type SavedContent,
} from "../../../proxy/spool/saved_file.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { inTempDir } from "../_support/in_temp_dir.ts";

async function inspect(content: string): Promise<SavedContent> {
  const result: SavedContent[] = [];
  await inTempDir(async (directory) => {
    const path = join(directory, "saved");
    writeFileSync(path, content, "latin1");
    const file = await open(path, "r");
    try {
      result.push(await inspectFile(file));
    } finally {
      await file.close();
    }
  });
  return result[0];
}

test("inspectFile() finds each stream of a file that was appended to", async () => {
  const first = headers({ domain: "a" }) + numbered(0, 3);
  const second = headers({ domain: "b" }) + numbered(0, 2);
  const { streams, fault } = await inspect(first + second);
  assert.equal(fault, undefined);
  assert.deepEqual(
    streams.map(({ from, size, crc }) => ({ from, size, crc })),
    [
      { from: 0, size: first.length, crc: crc32(first) },
      { from: first.length, size: second.length, crc: crc32(second) },
    ],
  );
  assert.deepEqual(
    streams.map(({ header }) => header?.session?.domain),
    ["a", "b"],
  );
});

test("inspectFile() reports the line at which servers reject a file", async () => {
  const { fault } = await inspect("domain: a\nprotocol: 9\n\n");
  assert.match(fault ?? "", /^line 2: Cannot speak this protocol version/);
});

test("inspectFile() reports empty and compressed files", async () => {
  assert.equal((await inspect("")).fault, "it is empty");
  assert.match((await inspect("\x1f\x8b\x08")).fault ?? "", /gzip/);
});
