import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ConnectionLost,
  isMissingDatabase,
  isRejection,
  isTemporary,
  isUnknownToBouncer,
  sqlState,
} from "../../../../server/rows/postgres/postgres_errors.ts";

const reported = (code: unknown) => Object.assign(new Error("x"), { code });

/** The SQLSTATE of all errors of PgBouncer 1.18. */
const byBouncer = (message: string) =>
  Object.assign(new Error(message), { code: "08P01", severity: "FATAL" });

test("Only errors of the database have an SQLSTATE", () => {
  assert.equal(sqlState(reported("22P02")), "22P02");
  for (const other of [reported("ECONNREFUSED"), reported(5), new Error("x")]) {
    assert.equal(sqlState(other), undefined);
  }
  assert.equal(sqlState("22P02"), undefined);
});

test("Faults of an unavailable, starting, full or busy server are temporary", () => {
  const codes = ["57P01", "57P03", "53300", "53100", "40P01", "08006", "25006"];
  for (const code of codes) assert.ok(isTemporary(reported(code)), code);
  assert.ok(isTemporary(new ConnectionLost("x")));
  for (const error of [reported("42P01"), reported("28P01"), new Error("x")]) {
    assert.ok(!isTemporary(error));
  }
});

test("Data, constraints and triggers reject rows", () => {
  const codes = [
    ...["22021", "23505", "44000", "54000", "P0001"],
    // By triggers: a query with too many rows, a user-defined error.
    ...["21000", "09000", "U0123"],
  ];
  for (const code of codes) assert.ok(isRejection(reported(code)), code);
  for (const code of ["42P01", "57P01"]) {
    assert.ok(!isRejection(reported(code)));
  }
});

test("A binary value of the wrong size is a fault of its row, not of the connection", () => {
  const error = Object.assign(new Error("insufficient data left in message"), {
    code: "08P01",
    severity: "ERROR",
  });
  assert.equal(isRejection(error), true);
  assert.equal(isTemporary(error), false);
});

test("Only some errors of PgBouncer are permanent", () => {
  for (
    const message of [
      "no such database: a",
      "no such user",
      "unsupported startup parameter: options",
      "password authentication failed",
      "SASL authentication failed",
    ]
  ) {
    assert.equal(isTemporary(byBouncer(message)), false, message);
    assert.equal(isRejection(byBouncer(message)), false, message);
  }
  for (
    const message of [
      "pgbouncer cannot connect to server",
      "query_wait_timeout",
      "no more connections allowed (max_client_conn)",
    ]
  ) {
    assert.equal(isTemporary(byBouncer(message)), true, message);
  }
});

test("A missing database is recognized, also through PgBouncer", () => {
  const missing = byBouncer('database "a" does not exist');
  for (const error of [reported("3D000"), missing]) {
    assert.equal(isMissingDatabase(error), true);
    assert.equal(isUnknownToBouncer(error), false);
  }
  const unknown = byBouncer("no such database: a");
  assert.equal(isMissingDatabase(unknown), false);
  assert.equal(isUnknownToBouncer(unknown), true);
});
