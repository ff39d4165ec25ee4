import { testArchive } from "../../contracts/archive_contract.ts";
import { storeExperiment } from "../../contracts/store_experiment.ts";
import { PostgresServer } from "../../_support/postgres.ts";
import { after, before } from "../../_support/postgres_tests.ts";
import { whyNoPostgres } from "../../_support/postgres_programs.ts";
import { archiveOf, storeOf } from "./_support/postgres_bed.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

if (whyNoPostgres() === undefined) {
  testArchive("PostgreSQL", () => {
    const archive = archiveOf(server);
    const store = storeOf(server);
    return Promise.resolve({
      archive,
      store: (experiment) => storeExperiment(store, experiment),
      [Symbol.asyncDispose]: () => archive.close(),
    });
  });
}
