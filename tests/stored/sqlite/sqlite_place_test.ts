import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { SqliteStoredPlace } from "../../../stored/sqlite/sqlite_place.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import { testStored } from "../../contracts/stored_contract.ts";

const PLACES = [
  { name: "wal", journal: "wal", isOld: false },
  { name: "delete", journal: "delete", isOld: false },
  // These are read without SQLite.
  { name: "files that do not change", journal: "delete", isOld: true },
] as const;

/** Makes all files of a directory look as if they had not changed for long. */
function makeOld(directory: string): void {
  for (const name of readdirSync(directory)) {
    utimesSync(join(directory, name), 1e9, 1e9);
  }
}

for (const { name, journal, isOld } of PLACES) {
  testStored(`SQLite, ${name}`, () => {
    const directory = makeTempDir();
    const store = new SqliteStore({
      ...{ directory, journal, keepRejects: true },
      abandon: new AbortController().signal,
    }, new MemoryLog());
    return Promise.resolve({
      place: new SqliteStoredPlace({ directory }),
      noDouble: null,
      async store(experiment) {
        await storeExperiment(store, experiment);
        if (isOld) makeOld(directory);
      },
      async [Symbol.asyncDispose]() {
        await store.close();
        removeTempDir(directory);
      },
    });
  });
}
