import { PostgresStoredPlace } from "../../../stored/postgres/postgres_place.ts";
import { whyNoPostgres } from "../../_support/postgres_programs.ts";
import { ShardedPostgres } from "../../_support/postgres_shards.ts";
import { after, before } from "../../_support/postgres_tests.ts";
import {
  placeOf,
  storeOf,
} from "../../archive/postgres/_support/postgres_bed.ts";
import { onDeno } from "../../_support/this_runtime.ts";
import { testStored } from "../../contracts/stored_contract.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";

// On one runtime, to save time: Node reads plain tables in the same way.
if (onDeno && whyNoPostgres() === undefined) {
  let sharded: ShardedPostgres;
  before(async () => {
    sharded = await ShardedPostgres.start();
  });
  after(() => sharded[Symbol.asyncDispose]());

  testStored("PostgreSQL with shards", () => {
    const { coordinator, scripts } = sharded;
    const place = new PostgresStoredPlace(placeOf(coordinator));
    const store = storeOf(coordinator, scripts);
    return Promise.resolve({
      place,
      noDouble: NaN,
      store: (experiment) => storeExperiment(store, experiment),
      [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
    });
  });
}
