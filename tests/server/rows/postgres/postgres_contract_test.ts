import { after, before } from "node:test";
import { PostgresServer } from "../../../_support/postgres.ts";
import { testStore } from "../../../contracts/store_contract.ts";
import { makeStore } from "./_support/store.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

testStore("PostgreSQL", () => ({
  makeStore: () => makeStore(server).store,
  async query(domain, sql) {
    return (await server.query(domain, sql)).map((row) => Object.values(row));
  },
}));
