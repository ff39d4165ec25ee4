import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { DEFAULT_PROXY_OPTIONS } from "../../../proxy/options.ts";
import { Spool } from "../../../proxy/spool/spool.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

/** Runs a test with a spool in its own directory. */
async function withSpool(
  work: (spool: Spool, log: MemoryLog) => Promise<void>,
): Promise<void> {
  const root = makeTempDir();
  const log = new MemoryLog();
  const resultFile = join(root, "result");
  const options = { ...DEFAULT_PROXY_OPTIONS.spool, resultFile };
  try {
    const spool = await Spool.open(options, log);
    await work(spool, log);
    await spool.close();
  } finally {
    removeTempDir(root);
  }
}

test("A rejection that can't be recorded now is recorded later", () =>
  withSpool(async (spool) => {
    const stream = await spool.create(spool.clock.now());
    stream.append(Buffer.from("no headers"));
    const journal = `${stream.path}.journal`;
    const inTheWay = `${journal}.new`;
    mkdirSync(inTheWay);
    await spool.reject(stream, "It is nonsense");
    rmdirSync(inTheWay);
    await spool.sync();
    assert.match(readFileSync(journal, "utf8"), / refused It is nonsense\n/);
  }));

test("Lost bytes of a rejected stream are logged at the end, too", () =>
  withSpool(async (spool, log) => {
    const stream = await spool.create(spool.clock.now());
    stream.retain();
    stream.append(Buffer.from("no headers"));
    await stream.sync();
    await spool.reject(stream, "It is nonsense");
    rmSync(stream.path);
    stream.append(Buffer.from(" at all"));
    await stream.sync();
    assert.equal(await spool.close(), false);
    assert.match(log.of("error").join("\n"), /the last 17 bytes are lost/);
  }));
