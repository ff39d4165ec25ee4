import assert from "node:assert/strict";
import { test } from "node:test";
import { partTables } from "../../merge/part_tables.ts";

/** The streams of tables, given their schemas. */
function streams(schemas: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(schemas);
  const tables = names.map((name) => ({
    ...{ name, rows: 0 },
    columns: schemas[name].split(" ").map((field) => {
      const [name, type] = field.split(":");
      return { name, type, kind: "number" as const };
    }),
  }));
  const metadata = names.map((name) => ({
    ...{ subject: "", key: `table_${name}` },
    value: `1 ${name} ${schemas[name]}`,
  }));
  return partTables("a.sq3", { tables, metadata })
    .map(({ name, schema }) => `${name} of ${schema.name}`);
}

test("Numbered tables belong to a stream if all before them have other fields", () => {
  assert.deepEqual(
    streams({
      "m_10": "k:int32",
      "m_3": "j:int32",
      "m": "n:int32",
      "m_2": "n:int64",
    }),
    ["m of m", "m_2 of m", "m_3 of m", "m_10 of m_10"],
  );
});

test("A table with the fields of the one before it has a stream of its own", () => {
  assert.deepEqual(streams({ "m": "n:int32", "m_2": "n:int32" }), [
    ...["m of m", "m_2 of m_2"],
  ]);
  assert.deepEqual(streams({ "m_2": "n:int32" }), ["m_2 of m_2"]);
});
