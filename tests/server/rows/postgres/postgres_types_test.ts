import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSchema } from "../../../../codec/values/schema.ts";
import {
  columnsOf,
  quoteName,
  storedName,
} from "../../../../server/rows/postgres/postgres_types.ts";

test("Columns have the types of the protocol's specification", () => {
  const types = [
    ...["int32 int4", "uint32 int8", "int64 int8", "uint64 int8"],
    ...["double float8", "string text", "blob bytea", "guid int8"],
    ...["bool bool", "[double] text", "[bool] text"],
  ].map((pair) => pair.split(" "));
  const fields = types.map(([type], i) => `f${i}:${type}`).join(" ");
  const columns = columnsOf(parseSchema(`1 m ${fields}`));
  assert.deepEqual(columns.slice(4).map(({ type }) => type), [
    ...types.map(([, type]) => type),
  ]);
  assert.deepEqual(
    columns.slice(0, 4).map(({ name, type }) => `${name} ${type}`),
    [
      ...["oml_sender_id int4", "oml_seq int8", "oml_ts_client float8"],
      "oml_ts_server float8",
    ],
  );
});

test("Names have at most 63 bytes; longer ones are truncated and hashed", () => {
  const name = "n".repeat(63);
  assert.equal(storedName(name), name);
  const [one, other] = [storedName(`${name}1`), storedName(`${name}2`)];
  assert.match(one, /^n{54}_[0-9a-f]{8}$/);
  assert.notEqual(one, other);
  assert.equal(one, storedName(`${name}1`));
});

test("A field named like a system column of PostgreSQL gets a hash", () => {
  const [, , , , xmin, own] = columnsOf(
    parseSchema("1 m xmin:int32 xmi:int32"),
  );
  assert.match(xmin.name, /^xmin_[0-9a-f]{8}$/);
  assert.equal(own.name, "xmi");
});

test("Identifiers are quoted", () => {
  assert.equal(quoteName('a"b'), '"a""b"');
});
