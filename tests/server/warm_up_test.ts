import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { afterEach, beforeEach, test } from "node:test";
import { BufferPool } from "../../shared/buffer_pool.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../server/options.ts";
import { warmUp } from "../../server/warm_up.ts";
import { SqliteStore } from "../../server/rows/sqlite/sqlite_store.ts";
import type { Database, Flush } from "../../server/rows/store.ts";
import { MemoryLog } from "../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

/** Counts rows written to scratch databases, which are real ones. */
class ScratchDatabases {
  readonly log = new MemoryLog();
  rows = 0;
  unclosed = 0;
  readonly #store = new SqliteStore({
    directory,
    journal: "wal",
    keepRejects: true,
    abandon: new AbortController().signal,
  }, this.log);

  async open(): Promise<Database> {
    const database = await this.#store.openScratch();
    this.unclosed++;
    const write = (flush: Flush) => {
      for (const { cells } of flush.rows) this.rows += cells.offsets.length;
      return database.write(flush);
    };
    const close = () => {
      this.unclosed--;
      return database.close();
    };
    return {
      ...{ uri: database.uri, found: database.found },
      join: (member) => database.join(member),
      sync: () => database.sync(),
      rest: () => database.rest(),
      ...{ write, close },
    };
  }
}

function warmUpWith(
  scratch: ScratchDatabases | undefined,
  isWanted: () => boolean,
): Promise<void> {
  return warmUp({
    openScratch: scratch && (() => scratch.open()),
    options: DEFAULT_SERVER_OPTIONS,
    buffers: new BufferPool(),
    isWanted,
  });
}

test("A warm-up stores thousands of tuples, and leaves nothing behind", async () => {
  const store = new ScratchDatabases();
  await warmUpWith(store, () => true);
  assert.ok(store.rows > 20_000, `${store.rows} rows`);
  assert.equal(store.unclosed, 0);
  assert.deepEqual(store.log.lines, []);
  assert.deepEqual(readdirSync(directory), []);
});

test("A warm-up ends as soon as it is not wanted", async () => {
  const store = new ScratchDatabases();
  let asked = 0;
  await warmUpWith(store, () => ++asked <= 4);
  assert.ok(store.rows < 5_000, `${store.rows} rows`);
  assert.equal(store.unclosed, 0);
});

test("Without scratch databases there is no warm-up", async () => {
  let asked = 0;
  await warmUpWith(undefined, () => ++asked > 0);
  assert.equal(asked, 0);
});
