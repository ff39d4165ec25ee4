import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { afterEach, beforeEach, test } from "node:test";
import { BufferPool } from "../../shared/buffer_pool.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../server/options.ts";
import { rehearse } from "../../server/rehearsal.ts";
import { SqliteStore } from "../../server/rows/sqlite/sqlite_store.ts";
import type { Database, Flush, Store } from "../../server/rows/store.ts";
import { MemoryLog } from "../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { ScriptedStore } from "./_support/scripted_store.ts";

let directory = "";
beforeEach(() => {
  directory = makeTempDir();
});
afterEach(() => removeTempDir(directory));

/** Counts what is written to scratch databases, which are real ones. */
class CountingStore implements Store {
  readonly log = new MemoryLog();
  rows = 0;
  unclosed = 0;
  readonly #store = new SqliteStore({
    directory,
    journal: "wal",
    keepRejects: true,
    abandon: new AbortController().signal,
  }, this.log);

  open(): Promise<Database> {
    throw new Error("A rehearsal opens no domain");
  }

  async openScratch(): Promise<Database> {
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
      takesImages: database.takesImages,
      join: (member) => database.join(member),
      sync: () => database.sync(),
      rest: () => database.rest(),
      ...{ write, close },
    };
  }

  close(): void {}
}

function rehearseWith(store: Store, isWanted: () => boolean): Promise<void> {
  const options = DEFAULT_SERVER_OPTIONS;
  return rehearse({ store, options, buffers: new BufferPool(), isWanted });
}

test("A rehearsal stores thousands of tuples, and leaves nothing", async () => {
  const store = new CountingStore();
  await rehearseWith(store, () => true);
  assert.ok(store.rows > 20_000, `${store.rows} rows`);
  assert.equal(store.unclosed, 0);
  assert.deepEqual(store.log.lines, []);
  assert.deepEqual(readdirSync(directory), []);
});

test("It ends as soon as it is not wanted", async () => {
  const store = new CountingStore();
  let asked = 0;
  await rehearseWith(store, () => ++asked <= 4);
  assert.ok(store.rows < 5_000, `${store.rows} rows`);
  assert.equal(store.unclosed, 0);
});

test("Without scratch databases nothing is rehearsed", async () => {
  const store = new ScriptedStore();
  await rehearseWith(store, () => true);
  assert.deepEqual(store.opened, []);
});
