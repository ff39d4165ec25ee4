import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { Connection } from "../../../ports/runtime.ts";
import { IntakeMemory } from "../../../server/sessions/intake_memory.ts";
import { Observers } from "../../../server/observer.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../../server/options.ts";
import { Experiments } from "../../../server/experiments/experiments.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { Session } from "../../../server/sessions/session.ts";
import { WallClock } from "../../../shared/wall_clock.ts";
import { headers } from "../../_support/hello.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { scalar } from "../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

/** A connection that delivers `pieces` one by one, and then nothing. */
function connection(pieces: readonly string[]): Connection {
  const left = pieces.map((piece) => new TextEncoder().encode(piece));
  const end = { host: "127.0.0.1", port: 1 };
  return {
    ...{ local: end, peer: end },
    read: () => Promise.resolve(left.shift() ?? null),
    write: () => Promise.resolve(),
    close: () => undefined,
  };
}

/** Serves a client; returns the bytes held for it afterwards. */
async function serve(...pieces: readonly string[]): Promise<number> {
  const log = new MemoryLog();
  const options = DEFAULT_SERVER_OPTIONS;
  const abandon = new AbortController().signal;
  const store = new SqliteStore(
    { directory, journal: "wal", keepRejects: true, abandon },
    log,
  );
  const experiments = new Experiments(store, options.collect, { log });
  const intake = new IntakeMemory(options.collect.allBytes);
  const observer = new Observers();
  const clock = new WallClock();
  const context = { experiments, intake, clock, options, log, observer };
  await new Session(connection(pieces), context).run();
  return intake.held;
}

const longLine = `note: ${"x".repeat(60_000)}`;

test("Incomplete headers are released when their client disconnects", async () => {
  assert.equal(await serve("protocol: 4\n", longLine), 0);
});

test("Headers are released if their database can't be opened", async () => {
  const hello = headers({ domain: "no/such" });
  assert.equal(await serve(longLine, `\n${hello}`), 0);
});

test("A long vector directly after long headers is stored", async () => {
  const schemas = ["1 v a:[int32]"];
  const hello = headers({ domain: "a", schemas, protocol: 5 });
  const vector = `17000${" 7".repeat(17_000)}`;
  assert.equal(await serve(longLine, `\n${hello}1\t1\t1\t${vector}\n`), 0);
  assert.equal(
    scalar(join(directory, "a.sq3"), "SELECT length(a) FROM v"),
    "[ 7 ]".length + 3 * 16_999,
  );
});
