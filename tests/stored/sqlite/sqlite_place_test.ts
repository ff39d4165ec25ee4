import { SqliteStoredPlace } from "../../../stored/sqlite/sqlite_place.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import { testStored } from "../../contracts/stored_contract.ts";

for (const journal of ["wal", "delete"] as const) {
  testStored(`SQLite, ${journal}`, () => {
    const directory = makeTempDir();
    const store = new SqliteStore({
      ...{ directory, journal, keepRejects: true },
      abandon: new AbortController().signal,
    }, new MemoryLog());
    return Promise.resolve({
      place: new SqliteStoredPlace({ directory }),
      noDouble: null,
      store: (experiment) => storeExperiment(store, experiment),
      async [Symbol.asyncDispose]() {
        await store.close();
        removeTempDir(directory);
      },
    });
  });
}
