import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setImmediate as immediate } from "node:timers/promises";
import { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const directory = makeTempDir();
after(() => removeTempDir(directory));

test("The last user does not close a file that is being written", async () => {
  const path = join(directory, "result");
  writeFileSync(path, "");
  const stream = new SpooledStream(path, { id: "a", begun: 1 }, "interval");
  const bytes = new Uint8Array(100_000).fill(7);
  for (let i = 0; i < 60; i++) {
    stream.append(bytes);
    stream.retain();
    const syncing = stream.sync();
    for (let turn = 0; turn < i; turn++) await immediate();
    await Promise.all([syncing, stream.release(false)]);
  }
  await stream.close();
  assert.equal(readFileSync(path).length, 60 * bytes.length);
});
