import { PostgresStoredPlace } from "../../../stored/postgres/postgres_place.ts";
import type { PostgresScripts } from "../../../server/rows/postgres/postgres_scripts.ts";
import { contribScripts } from "../../_support/contrib_sql.ts";
import { whyNoPostgres } from "../../_support/postgres_programs.ts";
import { ShardedPostgres } from "../../_support/postgres_shards.ts";
import { after, before } from "../../_support/postgres_tests.ts";
import {
  placeOf,
  storeOf,
} from "../../archive/postgres/_support/postgres_bed.ts";
import { testStored } from "../../contracts/stored_contract.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";

let sharded: ShardedPostgres;
before(async () => {
  sharded = await ShardedPostgres.start();
});
after(() => sharded[Symbol.asyncDispose]());

if (whyNoPostgres() === undefined) {
  const kinds: readonly [string, () => PostgresScripts][] = [
    ["partitions", () => contribScripts("partitions")],
    ["shards", () => sharded.scripts],
  ];
  for (const [kind, scripts] of kinds) {
    testStored(`PostgreSQL with ${kind}`, () => {
      // Each kind has a server of its own.
      const server = kind === "shards"
        ? sharded.coordinator
        : sharded.shards[0];
      const place = new PostgresStoredPlace(placeOf(server));
      const store = storeOf(server, scripts());
      return Promise.resolve({
        place,
        noDouble: NaN,
        store: (experiment) => storeExperiment(store, experiment),
        [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
      });
    });
  }
}
