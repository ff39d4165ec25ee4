import assert from "node:assert/strict";
import { ArchiveError } from "../../../archive/errors.ts";
import { PostgresStoredPlace } from "../../../stored/postgres/postgres_place.ts";
import type { ExactRows, StoredExperiment } from "../../../stored/stored.ts";
import { placeOf } from "../../archive/postgres/_support/postgres_bed.ts";
import { allRows } from "../../contracts/stored_contract.ts";
import { PostgresServer } from "../../_support/postgres.ts";
import { after, before, test } from "../../_support/postgres_tests.ts";
import { waitFor } from "../../_support/wait_for.ts";

/** Rows of more than the sockets' buffers can have. */
const ROWS = 2_000;
const ROW_BYTES = 20_000;

const NAME = "wide";

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
  await server.query("postgres", `CREATE DATABASE ${NAME}`);
  await server.query(
    NAME,
    `CREATE TABLE _senders (name TEXT PRIMARY KEY, id INT4 UNIQUE);
    INSERT INTO _senders VALUES ('a', 1);
    CREATE TABLE _experiment_metadata (key TEXT PRIMARY KEY, value TEXT);
    CREATE TABLE app_m (oml_tuple_id INT8 PRIMARY KEY, oml_sender_id INT4,
      oml_seq INT8, oml_ts_client FLOAT8, oml_ts_server FLOAT8, t TEXT);
    ALTER TABLE app_m ALTER t SET STORAGE EXTERNAL;
    INSERT INTO app_m SELECT n, 1, n, n, n, repeat('x', ${ROW_BYTES})
      FROM generate_series(1, ${ROWS}) AS n`,
  );
});
after(() => server[Symbol.asyncDispose]());

function open(): Promise<StoredExperiment> {
  return new PostgresStoredPlace(placeOf(server), NAME).open(NAME);
}

/** What PostgreSQL's processes that copy rows to clients wait for. */
function waits(): Promise<unknown[]> {
  return server.column(
    "postgres",
    `SELECT wait_event FROM pg_stat_activity WHERE datname = '${NAME}'
      AND state = 'active' AND query LIKE 'COPY%'`,
  );
}

async function first(
  blocks: AsyncIterator<ExactRows>,
): Promise<ExactRows | undefined> {
  const { value, done } = await blocks.next();
  return done === true ? undefined : value;
}

test("PostgreSQL waits until rows are taken, and ends when they no longer are", async () => {
  await using experiment = await open();
  const blocks = experiment.rows("app_m")[Symbol.asyncIterator]();
  const block = await first(blocks);
  assert.ok(block !== undefined && block.count < 30, String(block?.count));
  await waitFor("PostgreSQL to wait", async () => {
    const [wait] = await waits();
    return wait === "ClientWrite" || `it waits for ${wait}`;
  });
  await blocks.return?.();
  await waitFor("PostgreSQL to end", async () => (await waits()).length === 0);
  const { count } = await allRows(experiment, "app_m");
  assert.equal(count, ROWS);
});

test("A table is read on the connection on which another one was", async () => {
  await using experiment = await open();
  for (let i = 0; i < 3; i++) {
    const { count } = await allRows(experiment, "app_m", { columns: [] });
    assert.equal(count, ROWS);
  }
  const [connections] = await server.column(
    "postgres",
    `SELECT count(*) FROM pg_stat_activity WHERE datname = '${NAME}'`,
  );
  // One has the description, the other one the rows.
  assert.equal(connections, "2");
});

test("A connection that is lost while rows are read is an error", async () => {
  await using experiment = await open();
  const blocks = experiment.rows("app_m")[Symbol.asyncIterator]();
  await first(blocks);
  await server.query(
    "postgres",
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = '${NAME}' AND query LIKE 'COPY%'`,
  );
  await assert.rejects(async () => {
    while (await first(blocks) !== undefined);
  }, (error) => {
    assert.ok(error instanceof ArchiveError);
    assert.match(error.message, /^cannot read the database "wide": /);
    return true;
  });
});
