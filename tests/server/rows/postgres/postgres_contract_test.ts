import { PostgresServer } from "../../../_support/postgres.ts";
import { whyNoPostgres } from "../../../_support/postgres_programs.ts";
import { after, before, test } from "../../../_support/postgres_tests.ts";
import { testStore } from "../../../contracts/store_contract.ts";
import { makeStore } from "./_support/store.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

if (whyNoPostgres() === undefined) {
  testStore("PostgreSQL", () => ({
    makeStore: () => makeStore(server).store,
    async read(domain, table, columns) {
      const sql = `SELECT ${columns} FROM "${table}"`;
      const rows = await server.query(domain, sql);
      return rows.map((row) => Object.values(row));
    },
  }));
} else {
  test("PostgreSQL: every test of a store", () => undefined);
}
