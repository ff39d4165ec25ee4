import assert from "node:assert/strict";
import {
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import type { FileHarm } from "../../../proxy/spool/file_harm.ts";
import { ownPages } from "../../../proxy/spool/pages.ts";
import {
  StreamFile,
  type StreamFileOptions,
} from "../../../proxy/spool/stream_file.ts";
import { bytes, latin1 } from "../../_support/packet.ts";
import { inTempDir } from "../_support/in_temp_dir.ts";

interface Opened {
  readonly path: string;
  readonly file: StreamFile;
  readonly harm: FileHarm[];
}

/** Runs a test with a file that has the bytes `before`. */
const withFile = (
  use: (opened: Opened) => Promise<void>,
  before = "",
  options: Partial<StreamFileOptions> = {},
) =>
  inTempDir(async (directory) => {
    const path = join(directory, "result");
    writeFileSync(path, before);
    const harm: FileHarm[] = [];
    const size = before.length - (options.from ?? 0);
    const file = new StreamFile(path, size, {
      readOnly: false,
      from: 0,
      pages: ownPages(),
      ranges: [],
      harmed: (one) => harm.push(one),
      ...options,
    });
    await use({ path, file, harm });
    await file.close();
  });

async function read(file: StreamFile, offset: number): Promise<string> {
  const buffer = new Uint8Array(100);
  return latin1(buffer.subarray(0, await file.read(buffer, offset)));
}

test("StreamFile writes what was appended, with the checksum of each range", () =>
  withFile(async ({ path, file }) => {
    assert.equal(file.takeRange(), undefined);
    file.append(bytes("one "));
    assert.deepEqual([file.size, file.pendingBytes], [4, 4]);
    assert.equal(file.takeRange(), undefined);
    await file.flush();
    assert.equal(file.pendingBytes, 0);
    const first = { kind: "data", from: 0, to: 4, crc: crc32("one ") };
    assert.deepEqual(file.takeRange(), first);
    file.append(bytes("two"));
    await file.flush();
    const second = { kind: "data", from: 4, to: 7, crc: crc32("two") };
    assert.deepEqual(file.takeRange(), second);
    assert.equal(readFileSync(path, "utf8"), "one two");
  }));

test("StreamFile reads from the file, after writing what is in memory", () =>
  withFile(async ({ file }) => {
    file.append(bytes("one "));
    assert.equal(await read(file, 2), "e ");
    file.append(bytes("two"));
    assert.equal(await read(file, 2), "e two");
    assert.equal(await read(file, 7), "");
  }));

test("StreamFile counts offsets from where its bytes begin", () =>
  withFile(
    async ({ file }) => assert.equal(await read(file, 1), "wo"),
    "one two",
    { from: 4 },
  ));

test("StreamFile reports a removed file once, and keeps its data", () =>
  withFile(async ({ path, file, harm }) => {
    file.append(bytes("one"));
    await file.flush();
    rmSync(path);
    await file.suspend();
    await file.suspend();
    assert.deepEqual(harm, [{ kind: "unlinked" }]);
    assert.equal(await read(file, 0), "one");
  }));

test("StreamFile fails when its file was removed, replaced or cut while closed", () =>
  withFile(async ({ path, file }) => {
    const opening = async (reason: string) => {
      const name = "StreamFileError";
      await assert.rejects(file.open(), { name, message: reason });
    };
    file.append(bytes("one"));
    await file.flush();
    await file.suspend();
    renameSync(path, `${path}.aside`);
    await opening("its file was removed");
    writeFileSync(path, "one");
    await opening("its file was replaced by another one");
    renameSync(`${path}.aside`, path);
    await file.open();
    await file.suspend();
    truncateSync(path, 2);
    await opening("its file was cut from 3 bytes to 2");
  }));

test("StreamFile reports altered ranges, and returns their bytes", () =>
  withFile(
    async ({ file, harm }) => {
      assert.equal(await read(file, 0), "one");
      assert.deepEqual(harm, [{ kind: "altered", from: 1, to: 3 }]);
    },
    "one",
    { ranges: [{ kind: "data", from: 1, to: 3, crc: crc32("nE") }] },
  ));

test("StreamFile.remove() does not remove another file of its name", () =>
  withFile(async ({ path, file }) => {
    file.append(bytes("one"));
    await file.flush();
    renameSync(path, `${path}.aside`);
    writeFileSync(path, "other");
    await file.remove();
    assert.equal(readFileSync(path, "utf8"), "other");
    renameSync(`${path}.aside`, path);
    await file.remove();
    assert.equal(existsSync(path), false);
  }));
