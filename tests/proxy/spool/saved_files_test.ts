import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SavedFiles } from "../../../proxy/spool/saved_files.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { inTempDir } from "../_support/in_temp_dir.ts";

const FIRST = headers({ domain: "a" }) + numbered(0, 3);
const SECOND = headers({ domain: "b" }) + numbered(0, 2);

/** Calls `use` with the path of a file of two streams. */
const withFile = (use: (path: string) => Promise<void>) =>
  inTempDir(async (directory) => {
    const path = join(directory, "saved");
    writeFileSync(path, FIRST + SECOND);
    await use(path);
  });

test("SavedFiles opens each stream of each file once, in order", () =>
  withFile(async (path) => {
    const files = await SavedFiles.open([path, path], new MemoryLog());
    assert.deepEqual(
      [...files.streams].map((stream) => ({
        name: files.nameOf(stream),
        size: stream.size,
        begun: stream.begun,
        ended: stream.ended,
      })),
      [
        {
          name: `${path}, stream 1 of 2`,
          ...{ size: FIRST.length, begun: 0, ended: 1 },
        },
        {
          name: `${path}, stream 2 of 2`,
          ...{ size: SECOND.length, begun: 2, ended: 3 },
        },
      ],
    );
  }));

test("SavedFiles continues where the journal of an earlier replay ends", () =>
  withFile(async (path) => {
    const log = new MemoryLog();
    const before = await SavedFiles.open([path], log);
    const [, second] = before.streams;
    second.delivery.turnTo("server:1");
    second.delivery.acknowledge(100);
    await second.sync();
    await second.close();
    const after = await SavedFiles.open([path], log);
    assert.deepEqual(
      [...after.streams].map(({ delivery }) => delivery.acknowledged),
      [undefined, 100],
    );
    assert.deepEqual(log.lines, []);
  }));

test("SavedFiles ignores the journal of other bytes, with a warning", () =>
  withFile(async (path) => {
    const log = new MemoryLog();
    const [stream] = (await SavedFiles.open([path], log)).streams;
    stream.delivery.turnTo("server:1");
    stream.delivery.acknowledge(100);
    await stream.sync();
    await stream.close();
    writeFileSync(path, FIRST.replace("app_m", "app_n") + SECOND);
    const [again] = (await SavedFiles.open([path], log)).streams;
    assert.equal(again.delivery.acknowledged, undefined);
    assert.deepEqual(log.lines, [
      `warn: ${path}#1.journal: does not match the file; sending everything ` +
      "from the start",
    ]);
  }));

test("SavedFiles keeps the journals of a file until all of it is delivered", () =>
  withFile(async (path) => {
    const files = await SavedFiles.open([path], new MemoryLog());
    const [first, second] = files.streams;
    for (const stream of [first, second]) {
      stream.delivery.turnTo("server:1");
      await stream.sync();
    }
    const journals = () =>
      [1, 2].map((i) => existsSync(`${path}#${i}.journal`));
    await files.remove(first);
    assert.deepEqual(journals(), [true, true]);
    await files.remove(second);
    assert.deepEqual(journals(), [false, false]);
    assert.equal(files.streams.size, 0);
    assert.equal(existsSync(path), true);
  }));

test("SavedFiles reports files that no server accepts", () =>
  withFile(async (path) => {
    const empty = `${path}.empty`;
    writeFileSync(empty, "");
    const files = await SavedFiles.open([empty, path], new MemoryLog());
    assert.deepEqual(files.faults, [{ path: empty, fault: "it is empty" }]);
    assert.equal(files.streams.size, 2);
  }));

test("SavedFiles names a file that can't be read, with a remedy", () =>
  withFile(async (path) => {
    await assert.rejects(SavedFiles.open([`${path}.no`], new MemoryLog()), {
      name: "SpoolError",
      message: `Cannot read ${path}.no: ENOENT: no such file or directory, ` +
        `stat '${path}.no'`,
      hint: "give result files that exist and are readable",
    });
  }));
