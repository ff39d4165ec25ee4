import { PostgresStoredPlace } from "../../../stored/postgres/postgres_place.ts";
import {
  placeOf,
  storeOf,
} from "../../archive/postgres/_support/postgres_bed.ts";
import { testStored } from "../../contracts/stored_contract.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import { PostgresServer } from "../../_support/postgres.ts";
import { after, before } from "../../_support/postgres_tests.ts";
import { whyNoPostgres } from "../../_support/postgres_programs.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

if (whyNoPostgres() === undefined) {
  testStored("PostgreSQL", () => {
    const place = new PostgresStoredPlace(placeOf(server));
    const store = storeOf(server);
    return Promise.resolve({
      place,
      noDouble: NaN,
      store: (experiment) => storeExperiment(store, experiment),
      [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
    });
  });
}
