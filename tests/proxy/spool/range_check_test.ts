import assert from "node:assert/strict";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import type { DataFact } from "../../../proxy/spool/journal_facts.ts";
import { checksum, RangeCheck } from "../../../proxy/spool/range_check.ts";
import { bytes } from "../../_support/packet.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const TEXT = "0123456789";

/** The range as it was written. */
function range(from: number, to: number): DataFact {
  return { kind: "data", from, to, crc: crc32(TEXT.slice(from, to)) };
}

/** Calls `use` with a file of this text. */
async function withFile(
  text: string,
  use: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const directory = makeTempDir();
  const file = await open(join(directory, "file"), "w+");
  try {
    await file.write(bytes(text));
    await use(file);
  } finally {
    await file.close();
    removeTempDir(directory);
  }
}

test("RangeCheck reports each altered range once", () =>
  withFile(`base${TEXT.replace("4", "x")}`, async (file) => {
    const told: number[] = [];
    const ranges = [range(0, 3), range(3, 6), range(6, 10)];
    const check = new RangeCheck(ranges, ({ from }) => told.push(from));
    await check.check(file, 4, { from: 0, to: 3 });
    assert.deepEqual(told, []);
    await check.check(file, 4, { from: 5, to: 6 });
    await check.check(file, 4, { from: 0, to: 10 });
    assert.deepEqual(told, [3]);
  }));

test("RangeCheck reports ranges that the file has lost", () =>
  withFile(TEXT.slice(0, 4), async (file) => {
    const told: number[] = [];
    const check = new RangeCheck(
      [range(0, 4), range(4, 10)],
      ({ from }) => told.push(from),
    );
    await check.check(file, 0, { from: 0, to: 10 });
    assert.deepEqual(told, [4]);
  }));

test("checksum() does not depend on blocks", () =>
  withFile("ab".repeat(300_000), async (file) => {
    const whole = crc32("ab".repeat(300_000).slice(3, 599_999));
    assert.equal(await checksum(file, 3, 599_999), whole);
  }));
