import assert from "node:assert/strict";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { recoverAll } from "../../../proxy/spool/recover_all.ts";
import { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { bytes } from "../../_support/packet.ts";
import { inTempDir } from "../_support/in_temp_dir.ts";

/** Leaves a result file with `text` forced to disk. */
async function leave(path: string, text: string): Promise<void> {
  writeFileSync(path, "");
  const stream = new SpooledStream(path, { id: path, begun: 1 }, "interval");
  stream.append(bytes(text));
  stream.end(2);
  await stream.sync();
  await stream.close();
}

test("recoverAll() recovers what it can, and leaves the rest unchanged", () =>
  inTempDir(async (directory) => {
    const [good, empty, broken, lost] = ["r", "r.1", "r.2", "r.3"]
      .map((name) => join(directory, name));
    await leave(good, "some bytes");
    await leave(empty, "");
    await leave(broken, "other bytes");
    writeFileSync(`${broken}.journal`, "nonsense\n");
    await leave(lost, "gone");
    rmSync(lost);
    const log = new MemoryLog();
    const { streams, areAll } = await recoverAll(
      [good, empty, broken, lost],
      log,
    );
    assert.deepEqual([...streams.keys()], [good]);
    assert.equal(streams.get(good)?.size, 10);
    assert.equal(areAll, false);
    assert.equal(existsSync(empty) || existsSync(`${empty}.journal`), false);
    assert.equal(existsSync(broken), true);
    assert.deepEqual(log.lines, [
      `warn: ${broken}: its journal can't be read; not changed`,
      `error: ${lost}: can't be recovered, not changed: ` +
      `ENOENT: no such file or directory, open '${lost}'`,
    ]);
  }));
