import assert from "node:assert/strict";
import { NotFoundError } from "../../../archive/errors.ts";
import { Snapshot } from "../../../stored/postgres/snapshot.ts";
import { placeOf } from "../../archive/postgres/_support/postgres_bed.ts";
import { PostgresServer } from "../../_support/postgres.ts";
import { after, before, test } from "../../_support/postgres_tests.ts";

const NAME = "shot";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
  await server.query("postgres", `CREATE DATABASE ${NAME}`);
  await server.query(NAME, "CREATE TABLE t (n INT4); INSERT INTO t VALUES (1)");
});
after(() => server[Symbol.asyncDispose]());

test("What is stored later is not in a snapshot", async () => {
  await using snapshot = await Snapshot.open(placeOf(server), NAME);
  const count = "SELECT count(*)::int AS n FROM t";
  const before = await snapshot.query(count);
  await server.query(NAME, "INSERT INTO t VALUES (2)");
  assert.deepEqual(await snapshot.query(count), before);
});

test("A query that sorts is not compiled, which takes longer than a small table", async () => {
  await using snapshot = await Snapshot.open(placeOf(server), NAME);
  const plan = await snapshot.query(
    "EXPLAIN (ANALYZE) SELECT n + 1 FROM t ORDER BY n",
  );
  assert.doesNotMatch(JSON.stringify(plan), /JIT/);
});

test("A snapshot of a database that does not exist is an error", async () => {
  await assert.rejects(Snapshot.open(placeOf(server), "none"), NotFoundError);
});
