import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DEFAULT_PROXY_OPTIONS } from "../../../proxy/options.ts";
import { Spool } from "../../../proxy/spool/spool.ts";
import type { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { sharedLogPath } from "../../../proxy/spool/shared_log.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { bytes } from "../../_support/packet.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { inTempDir } from "../_support/in_temp_dir.ts";

const FIRST = "no headers ";
const MORE = "and more ";

/** A stream whose first bytes are in its result file, the next in the log. */
async function logged(spool: Spool): Promise<SpooledStream> {
  const stream = await spool.create(spool.clock.now());
  stream.retain();
  take(spool, stream, FIRST);
  await stream.sync();
  await spool.sync();
  take(spool, stream, MORE);
  await waitFor("the log", () => stream.forced === stream.size);
  return stream;
}

function take(spool: Spool, stream: SpooledStream, text: string): void {
  stream.append(bytes(text));
  spool.grew(stream, text.length);
}

function optionsIn(directory: string) {
  const resultFile = join(directory, "result");
  return { ...DEFAULT_PROXY_OPTIONS.spool, resultFile };
}

test("What clients send is safe in the log, then in the result files", () =>
  inTempDir(async (directory) => {
    const options = optionsIn(directory);
    const spool = await Spool.open(options, new MemoryLog());
    const stream = await logged(spool);
    const log = sharedLogPath(options.resultFile);
    assert.match(readFileSync(log, "latin1"), / 11 20 \d+\nand more $/);
    assert.equal(readFileSync(stream.path, "latin1"), FIRST);
    await waitFor("the result file", () => statSync(log).size === 0);
    assert.equal(readFileSync(stream.path, "latin1"), FIRST + MORE);
    assert.equal(await spool.close(), true);
    assert.equal(existsSync(log), false);
  }));

test("A later process finds in the log what the result files do not have", () =>
  inTempDir(async (directory) => {
    const options = optionsIn(directory);
    const first = await Spool.open(options, new MemoryLog());
    const { path, id, size } = await logged(first);
    // As kill -9 leaves it: nothing is written any more.
    const files = [path, `${path}.journal`, sharedLogPath(options.resultFile)]
      .map((name) => ({ name, content: readFileSync(name) }));
    await first.close();
    for (const tail of ["", "7788aa00 torn"]) {
      for (const { name, content } of files) {
        const isJournal = name.endsWith(".journal");
        writeFileSync(name, content);
        if (isJournal) appendFileSync(name, tail);
      }
      const log = new MemoryLog();
      const second = await Spool.open(options, log);
      const [stream] = second.streams;
      assert.deepEqual([stream.id, stream.size, stream.forced], [
        id,
        size,
        size,
      ]);
      assert.equal(readFileSync(path, "latin1"), FIRST + MORE);
      assert.equal(existsSync(files[2].name), false);
      await second.close();
      const third = await Spool.open(options, log);
      assert.equal([...third.streams][0].size, size);
      await third.close();
      assert.deepEqual(log.lines, []);
    }
  }));
