import assert from "node:assert/strict";
import { test } from "node:test";
import type { TableShape } from "../../archive/archive.ts";
import { compareSchemas } from "../../verify/compare_schemas.ts";

/** A table with columns `NAME:TYPE`. */
function table(name: string, ...columns: readonly string[]): TableShape {
  return {
    ...{ name, rows: 3 },
    columns: columns.map((column) => {
      const [name, type] = column.split(":");
      return { name, type, kind: "number" };
    }),
  };
}

test("compareSchemas() finds the fields that both have", () => {
  const a = [table("t", "i:int32", "d:double")];
  const { differences, common } = compareSchemas({ a, b: a });
  assert.deepEqual(differences, []);
  assert.deepEqual([...common], [["t", [
    { name: "i", type: "int32" },
    { name: "d", type: "double" },
  ]]]);
});

test("compareSchemas() names tables that only one has", () => {
  const { differences, common } = compareSchemas({
    a: [table("t", "i:int32")],
    b: [table("u", "i:int32")],
  });
  assert.deepEqual(differences, [
    { kind: "table", side: "a", table: "t", rows: 3 },
    { kind: "table", side: "b", table: "u", rows: 3 },
  ]);
  assert.equal(common.size, 0);
});

test("compareSchemas() names columns, types and their order", () => {
  const { differences, common } = compareSchemas({
    a: [table("t", "i:int32", "d:double", "s:string", "old:int32")],
    b: [table("t", "s:string", "d:int64", "i:int32", "new:int32")],
  });
  assert.deepEqual(differences, [
    { kind: "column", side: "a", table: "t", column: "old", type: "int32" },
    { kind: "column", side: "b", table: "t", column: "new", type: "int32" },
    { kind: "type", table: "t", column: "d", a: "double", b: "int64" },
    { kind: "order", table: "t", a: ["i", "d", "s"], b: ["s", "d", "i"] },
  ]);
  assert.deepEqual(common.get("t")?.map(({ name }) => name), ["i", "s"]);
});

test("compareSchemas() knows the types of databases without schemas", () => {
  const { differences } = compareSchemas({
    a: [table("t", "d:REAL", "l:BIGINT")],
    b: [table("t", "d:double precision", "l:int64")],
  });
  assert.deepEqual(differences, []);
});
