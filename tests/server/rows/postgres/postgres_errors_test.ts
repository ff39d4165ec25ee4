import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ConnectionLost,
  isRefusal,
  isTemporary,
  sqlState,
} from "../../../../server/rows/postgres/postgres_errors.ts";

const reported = (code: unknown) => Object.assign(new Error("x"), { code });

test("Only what the database reports has an SQLSTATE", () => {
  assert.equal(sqlState(reported("22P02")), "22P02");
  for (const other of [reported("ECONNREFUSED"), reported(5), new Error("x")]) {
    assert.equal(sqlState(other), undefined);
  }
  assert.equal(sqlState("22P02"), undefined);
});

test("A server that is away, starting, full or busy may be back later", () => {
  const codes = ["57P01", "57P03", "53300", "53100", "40P01", "08006", "25006"];
  for (const code of codes) assert.ok(isTemporary(reported(code)), code);
  assert.ok(isTemporary(new ConnectionLost("x")));
  for (const error of [reported("42P01"), reported("28P01"), new Error("x")]) {
    assert.ok(!isTemporary(error));
  }
});

test("Data, constraints and triggers refuse rows", () => {
  const codes = ["22021", "23505", "44000", "54000", "P0001"];
  for (const code of codes) assert.ok(isRefusal(reported(code)), code);
  for (const code of ["42P01", "57P01"]) assert.ok(!isRefusal(reported(code)));
});
