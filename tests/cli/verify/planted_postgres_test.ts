import assert from "node:assert/strict";
import { experimentLines } from "../../../cli/verify/report_text.ts";
import { SqliteStore } from "../../../server/rows/sqlite/sqlite_store.ts";
import { PostgresStoredPlace } from "../../../stored/postgres/postgres_place.ts";
import { SqliteStoredPlace } from "../../../stored/sqlite/sqlite_place.ts";
import type { StoredPlace } from "../../../stored/stored.ts";
import { compareExperiments } from "../../../verify/compare_experiments.ts";
import { type Backend, tolerancesFor } from "../../../verify/tolerances.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { PostgresServer } from "../../_support/postgres.ts";
import { after, before, test } from "../../_support/postgres_tests.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { onDeno } from "../../_support/this_runtime.ts";
import {
  placeOf,
  storeOf,
} from "../../archive/postgres/_support/postgres_bed.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import { plantedBed, PLANTS, POSTGRES } from "../../verify/_support/planted.ts";

let server: PostgresServer;

before(async () => {
  server = await PostgresServer.start();
  const store = storeOf(server);
  await storeExperiment(store, plantedBed("bed"));
  await store.close();
});

after(() => server[Symbol.asyncDispose]());

/** Executes several statements in a database. */
async function change(database: string, sql: string): Promise<void> {
  await server.query(database, sql);
}

async function copy(from: string, to: string): Promise<void> {
  await change("postgres", `DROP DATABASE IF EXISTS ${to}`);
  await change("postgres", `CREATE DATABASE ${to} TEMPLATE ${from}`);
}

/** What is reported about an experiment of each place. */
async function differences(
  one: readonly [place: StoredPlace, name: string],
  other: readonly [place: StoredPlace, name: string],
  backends: readonly Backend[] = [],
): Promise<readonly string[]> {
  await using a = await one[0].open(one[1]);
  await using b = await other[0].open(other[1]);
  const report = await compareExperiments({ a, b }, {
    ...{ serverTime: true, rejects: true, examples: 10 },
    tolerances: tolerancesFor(backends),
    progress: { subject: "", step: "compare", rows: 0 },
  });
  return experimentLines({ name: "x", report });
}

/** Each on one runtime, to save time. */
const plants = PLANTS.filter(({ only }) => only !== "sqlite")
  .filter((_, i) => i % 2 === (onDeno ? 0 : 1));

for (const { what, both, sql, found } of plants) {
  test(`verify names ${what} in PostgreSQL`, async () => {
    await copy("bed", "a");
    if (both !== undefined) await change("a", both);
    await copy("a", "b");
    await change("b", typeof sql === "string" ? sql : sql(POSTGRES));
    await using place = new PostgresStoredPlace(placeOf(server));
    assert.deepEqual(await differences([place, "a"], [place, "b"]), [
      "x: different",
      ...found.map((line) => `  ${line}`),
    ]);
  });
}

test("verify finds no difference between SQLite and PostgreSQL", async () => {
  const directory = makeTempDir();
  try {
    const store = new SqliteStore({
      ...{ directory, journal: "delete", keepRejects: true },
      abandon: new AbortController().signal,
    }, new MemoryLog());
    const bed = plantedBed("bed");
    const doubles = [NaN, -0, 5e-324, Infinity, 1 / 3];
    const both = {
      ...bed,
      name: "both",
      tables: [...bed.tables ?? [], {
        schema: "3 app_doubles d:double",
        rows: doubles.map((value, seq) => ({
          ...{ sender: "n1", seq, client: 0, server: 0, values: [value] },
        })),
      }],
    };
    await storeExperiment(store, both);
    await store.close();
    const other = storeOf(server);
    await storeExperiment(other, both);
    await other.close();
    await using sqlite = new SqliteStoredPlace({ directory });
    await using postgres = new PostgresStoredPlace(placeOf(server));
    const places = [[sqlite, "both"], [postgres, "both"]] as const;
    assert.deepEqual(
      await differences(...places, ["sqlite", "postgresql"]),
      ["x: the same, 3 tables with 46 tuples"],
    );
    // Without the tolerances, what SQLite can't store is a difference.
    const [, summary, ...examples] = await differences(...places);
    assert.match(summary, /app_doubles: 5 tuples in A, 5 in B; 2 only in A/);
    assert.deepEqual(examples, [
      '    sender "n1", oml_seq 0: d NULL in A, NaN in B',
      '    sender "n1", oml_seq 1: d 0 in A, -0 in B',
    ]);
  } finally {
    removeTempDir(directory);
  }
});
