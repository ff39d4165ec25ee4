import assert from "node:assert/strict";
import { test } from "node:test";
import { SqliteArchive } from "../../../archive/sqlite/sqlite_archive.ts";
import { openArchive } from "../../../archive/worker/open_archive.ts";
import { WorkerArchive } from "../../../archive/worker/worker_archive.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { thisRuntime } from "../../_support/this_runtime.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import { testArchive } from "../../contracts/archive_contract.ts";

const runtime = await thisRuntime();

testArchive("SQLite in a thread", () => {
  const directory = makeTempDir();
  const store = new SqliteStore({
    ...{ directory, journal: "wal", keepRejects: true },
    abandon: new AbortController().signal,
  }, new MemoryLog());
  const archive = openArchive(runtime, { directory, inServer: true });
  return Promise.resolve({
    archive,
    store: (experiment) => storeExperiment(store, experiment),
    async [Symbol.asyncDispose]() {
      await archive.close();
      await store.close();
      removeTempDir(directory);
    },
  });
});

test("Where no threads may be started, the caller's thread reads", async () => {
  const place = { files: ["nothing.sq3"], inServer: false };
  const threads = openArchive({ ...runtime, threads: () => 2 }, place);
  const none = openArchive({ ...runtime, threads: () => 0 }, place);
  assert.ok(threads instanceof WorkerArchive);
  assert.ok(none instanceof SqliteArchive);
  assert.equal(threads.place, none.place);
  await threads.close();
  await none.close();
});
