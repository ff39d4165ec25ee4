import assert from "node:assert/strict";
import { storeOf } from "../archive/postgres/_support/postgres_bed.ts";
import { storeExperiment } from "../contracts/store_experiment.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { after, before, test } from "../_support/postgres_tests.ts";
import { TestView } from "../_support/test_view.ts";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server[Symbol.asyncDispose]());

test("The experiments of a PostgreSQL server are shown, or one of them", async () => {
  for (const [name, value] of [["a:1", 5], ["b", 7]] as const) {
    const row = { sender: "s", seq: 1, client: 1, server: 1, values: [value] };
    const tables = [{ schema: "1 app_m n:int32", rows: [row] }];
    const seed = { name, startTime: 1_000, senders: ["s"], tables };
    await storeExperiment(storeOf(server), seed);
  }
  const uri = `postgresql://${server.admin}@${server.host}:${server.port}/`;
  await using all = await TestView.start([uri]);
  assert.match(all.stdout(), /^Viewing 2 experiments at /);
  assert.equal((await all.api("site")).place, uri);
  const table = "experiments/a%3A1/tables/app_m";
  const { values } = await all.api(`${table}/rows?limit=10`);
  assert.deepEqual(values, { n: [5] });
  await using one = await TestView.start([`${uri}b`]);
  const { experiments } = await one.api("experiments");
  assert.deepEqual(
    experiments.map(({ name }: { name: string }) => name),
    ["b"],
  );
  assert.equal(await one.stop(), 0);
  // It is not in the way of those who remove databases.
  await server.query("postgres", 'DROP DATABASE "b"');
});
