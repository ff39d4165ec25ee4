import { SqliteArchive } from "../../../archive/sqlite/sqlite_archive.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import { testArchive } from "../../contracts/archive_contract.ts";

for (const inServer of [true, false]) {
  testArchive(`SQLite, ${inServer ? "in" : "without"} a server`, () => {
    const directory = makeTempDir();
    const store = new SqliteStore({
      ...{ directory, journal: "wal", keepRejects: true },
      abandon: new AbortController().signal,
    }, new MemoryLog());
    const archive = new SqliteArchive({ directory, inServer });
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
}
