import assert from "node:assert/strict";
import type { PostgresArchive } from "../../../archive/postgres/postgres_archive.ts";
import type { SeedExperiment } from "../../_support/archive_seed.ts";
import { contribScripts } from "../../_support/contrib_sql.ts";
import { ShardedPostgres } from "../../_support/postgres_shards.ts";
import { after, before, test } from "../../_support/postgres_tests.ts";
import { readInFull } from "../../_support/read_in_full.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import { archiveOf, storeOf } from "./_support/postgres_bed.ts";

const TABLE = "app_m";
const SENDERS = ["n1", "n2", "n3", "n4", "n5"];

/** Rows of several days, in the order of their times. */
const ROWS = Array.from({ length: 500 }, (_, i) => ({
  sender: SENDERS[i % SENDERS.length],
  seq: 1 + Math.floor(i / SENDERS.length),
  client: i * 1_000,
  server: i * 1_000 + 0.5,
  values: [i, Math.sin(i), `text ${i}`, [i, i / 2, 3]],
}));

let sharded: ShardedPostgres;
before(async () => {
  sharded = await ShardedPostgres.start();
  const { coordinator, scripts } = sharded;
  const all = [
    ["plain", undefined],
    ["partitions", contribScripts("partitions")],
    ["shards", scripts],
  ] as const;
  for (const [name, own] of all) {
    await storeExperiment(storeOf(coordinator, own), experimentOf(name));
  }
});
after(() => sharded[Symbol.asyncDispose]());

function experimentOf(name: string): SeedExperiment {
  const schema = `1 ${TABLE} n:int32 x:double t:string v:[double]`;
  const startTime = 1_000;
  const tables = [{ schema, rows: ROWS }];
  return { name, startTime, senders: SENDERS, tables };
}

/** What a page shows of an experiment, except its name, size and age. */
async function shown(archive: PostgresArchive, name: string) {
  const { name: _name, ...description } = await archive.describe(name);
  const rows = (query: object) =>
    archive.rows(name, TABLE, { limit: 100, ...query });
  const times = { from: 90_000, to: 270_000, width: 50 };
  const { cells } = await readInFull(() => archive.activity(name));
  return {
    description,
    pages: [
      await rows({}),
      await rows({ after: 300 }),
      await rows({ before: 200, senders: ["n2", "n5"] }),
      await rows({ from: 80_000, to: 180_000 }),
    ],
    series: await archive.series(name, TABLE, {
      ...times,
      columns: ["n", "x"],
    }),
    spectra: await archive.spectra(name, TABLE, {
      ...{ ...times, column: "v", bins: 3 },
    }),
    counted: cells.map(({ sender, table, tuples, gaps, duplicates }) => ({
      ...{ sender, table, tuples, gaps, duplicates },
    })),
  };
}

for (const kind of ["partitions", "shards"]) {
  test(`A page shows of a table on ${kind} what it shows of a plain one`, async () => {
    await using archive = archiveOf(sharded.coordinator);
    const plain = await shown(archive, "plain");
    assert.equal(plain.counted.length, SENDERS.length);
    assert.equal(plain.pages[0].ids.length, 100);
    assert.deepEqual(await shown(archive, kind), plain);
    const listed = await archive.experiments();
    const found = listed.find(({ name }) => name === kind);
    assert.deepEqual([found?.tables, found?.rows], [1, ROWS.length]);
  });
}
