import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { experimentLines } from "../../../cli/verify/report_text.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { SqliteStoredPlace } from "../../../stored/sqlite/sqlite_place.ts";
import { compareExperiments } from "../../../verify/compare_experiments.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import { plantedBed, PLANTS, SQLITE } from "../../verify/_support/planted.ts";

let directory = "";
const path = (name: string) => join(directory, `${name}.sq3`);

before(async () => {
  directory = makeTempDir();
  const store = new SqliteStore({
    ...{ directory, journal: "delete", keepRejects: true },
    abandon: new AbortController().signal,
  }, new MemoryLog());
  await storeExperiment(store, plantedBed("bed"));
  await store.close();
});

after(() => removeTempDir(directory));

/** Changes a copy of the bed. */
function change(name: string, sql: string): void {
  using database = new DatabaseSync(path(name));
  database.exec(sql);
}

/** What is reported about the experiments `a` and `b`. */
async function differences(): Promise<readonly string[]> {
  const place = new SqliteStoredPlace({ directory });
  await using a = await place.open("a");
  await using b = await place.open("b");
  const report = await compareExperiments({ a, b }, {
    ...{ serverTime: true, rejects: true, tolerances: [], examples: 10 },
    progress: { subject: "", step: "compare", rows: 0 },
  });
  return experimentLines({ name: "x", report });
}

test("verify finds no difference between two copies", async () => {
  copyFileSync(path("bed"), path("a"));
  copyFileSync(path("bed"), path("b"));
  assert.deepEqual(await differences(), [
    "x: the same, 2 tables with 41 tuples",
  ]);
});

for (const { what, both, sql, found, only } of PLANTS) {
  test(`verify names ${what}`, {
    skip: only === "postgresql" && "PostgreSQL only",
  }, async () => {
    copyFileSync(path("bed"), path("a"));
    if (both !== undefined) change("a", both);
    copyFileSync(path("a"), path("b"));
    change("b", typeof sql === "string" ? sql : sql(SQLITE));
    assert.deepEqual(await differences(), [
      "x: different",
      ...found.map((line) => `  ${line}`),
    ]);
  });
}
