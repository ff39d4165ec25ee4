import assert from "node:assert/strict";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  bytesAfter,
  readSharedLog,
  SharedLog,
  sharedLogPath,
} from "../../../proxy/spool/shared_log.ts";
import { bytes, latin1 } from "../../_support/packet.ts";
import { inTempDir } from "../_support/in_temp_dir.ts";

const A = { id: "a", from: 10, bytes: bytes("some\nbytes") };
const B = { id: "b", from: 0, bytes: bytes("others") };
const MORE = { id: "a", from: 20, bytes: bytes(" and more") };

test("readSharedLog() returns the records of each stream, in their order", () =>
  inTempDir(async (directory) => {
    const path = sharedLogPath(join(directory, "r"));
    assert.equal((await readSharedLog(path)).size, 0);
    const log = new SharedLog(path);
    await log.append([A, B]);
    await log.append([MORE]);
    await log.close();
    const found = await readSharedLog(path);
    assert.deepEqual([...found.keys()], ["a", "b"]);
    const [first, second] = found.get("a") ?? [];
    assert.deepEqual([first.from, second.from], [10, 20]);
    assert.equal(
      latin1(bytesAfter(10, [first, second])),
      "some\nbytes and more",
    );
    assert.equal(latin1(bytesAfter(15, [first, second])), "bytes and more");
    assert.equal(bytesAfter(29, [first, second]).length, 0);
    assert.equal(bytesAfter(9, [first, second]).length, 0);
  }));

test("readSharedLog() ends before a record that is torn or altered", () =>
  inTempDir(async (directory) => {
    const path = join(directory, "log");
    const log = new SharedLog(path);
    await log.append([B]);
    const whole = log.bytes;
    await log.append([A]);
    await log.close();
    const text = readFileSync(path);
    for (let size = 0; size <= text.length; size++) {
      writeFileSync(path, text.subarray(0, size));
      const found = await readSharedLog(path);
      assert.equal(found.has("b"), size >= whole);
      assert.equal(found.has("a"), size === text.length);
    }
    for (let at = whole; at < text.length; at++) {
      const altered = new Uint8Array(text);
      altered[at] ^= 1;
      writeFileSync(path, altered);
      assert.deepEqual([...(await readSharedLog(path)).keys()], ["b"]);
    }
  }));

test("SharedLog is reused after it was emptied, and removed at the end", () =>
  inTempDir(async (directory) => {
    const path = join(directory, "log");
    writeFileSync(path, "left by an earlier process");
    const log = new SharedLog(path);
    await log.append([A]);
    await log.clear();
    assert.equal(log.bytes, 0);
    await log.append([B]);
    assert.deepEqual([...(await readSharedLog(path)).keys()], ["b"]);
    await log.remove();
    assert.equal(existsSync(path), false);
  }));

test("SharedLog takes nothing more after a record that could not be written", () =>
  inTempDir(async (directory) => {
    const path = join(directory, "log");
    symlinkSync(join(directory, "elsewhere"), path);
    const log = new SharedLog(path);
    await assert.rejects(log.append([A]), /is a symbolic link/);
    assert.equal(log.isSound, false);
    await log.clear();
    assert.equal(log.isSound, true);
    await assert.rejects(readSharedLog(path), /is a symbolic link/);
  }));
