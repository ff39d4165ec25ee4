import assert from "node:assert/strict";
import { PostgresConnection } from "../../../../server/rows/postgres/postgres_connection.ts";
import { PostgresServer } from "../../../_support/postgres.ts";
import { after, before, test } from "../../../_support/postgres_tests.ts";
import { placeOf } from "./_support/store.ts";

const COPY = "COPY t FROM STDIN";
const encoder = new TextEncoder();

let server: PostgresServer;
let connection: PostgresConnection;
before(async () => {
  server = await PostgresServer.start();
  connection = await PostgresConnection.open(
    placeOf(server),
    "postgres",
    new AbortController().signal,
  );
  await connection.run("CREATE TABLE t (a INT4 CHECK (a <> 7))");
});
after(async () => {
  await connection.close();
  await server[Symbol.asyncDispose]();
});

/** `count` lines, in chunks of two. */
function* chunks(rows: number): Generator<Uint8Array> {
  for (let i = 0; i < rows; i += 2) {
    yield encoder.encode(`${i}\n${i + 1}\n`);
  }
}

async function stored(): Promise<number> {
  const [{ n }] = await connection.query("SELECT count(*) AS n FROM t");
  return Number(n);
}

test("Rows are sent with the statements before their COPY", async () => {
  await connection.copy(`BEGIN; ${COPY}`, chunks(6));
  assert.equal(await connection.command("COMMIT"), "COMMIT");
  assert.equal(await stored(), 6);
});

test("Rows whose COPY is rejected are ignored, even many", async () => {
  for (const statements of ["COPY nowhere FROM STDIN", `SELECT 1/0; ${COPY}`]) {
    await assert.rejects(connection.copy(statements, chunks(200_000)));
    assert.equal(await stored(), 6);
  }
});

test("After a rejected row the transaction continues from a savepoint", async () => {
  const statements = `BEGIN; SAVEPOINT s; ${COPY}`;
  await assert.rejects(connection.copy(statements, chunks(200_000)), /check/);
  await connection.run("ROLLBACK TO SAVEPOINT s");
  await connection.copy(COPY, chunks(2));
  await connection.run("COMMIT");
  assert.equal(await stored(), 8);
});

test("A COPY over a lost connection fails", async () => {
  const gone = await PostgresConnection.open(
    placeOf(server),
    "postgres",
    new AbortController().signal,
  );
  await gone.close();
  await assert.rejects(gone.copy(COPY, chunks(2)), /ConnectionLost/);
});
