import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSchema } from "../../../codec/values/schema.ts";
import { describeTable, TableNames } from "../../../server/rows/table_names.ts";

const a = parseSchema("1 m a:int32");
const b = parseSchema("2 m b:string");

/** The tables of a database in which `schemas` were created. */
function having(...tables: readonly (readonly [string, typeof a])[]) {
  return new TableNames({
    names: tables.map(([name]) => name),
    described: tables.map(([name, schema]) => describeTable(name, schema)),
  });
}

test("describeTable() returns the row of metadata, with the table's name", () => {
  assert.deepEqual(describeTable("m_2", a), ["table_m_2", "1 m_2 a:int32"]);
});

test("A schema without a table gets its own name", () => {
  assert.deepEqual(having().find(a), { name: "m", isMissing: true });
});

test("A schema continues in the table with its fields", () => {
  const names = having(["m", a], ["m_2", b]);
  assert.deepEqual(names.find(a), { name: "m", isMissing: false });
  assert.deepEqual(names.find(b), { name: "m_2", isMissing: false });
});

test("If the name is in use, the next free number is appended", () => {
  const names = having(["m", a], ["M_2", a]);
  assert.deepEqual(names.find(b), { name: "m_3", isMissing: true });
});

test("A created table is found from then on", () => {
  const names = having(["m", a]);
  names.add("m_2", b);
  assert.deepEqual(names.find(b), { name: "m_2", isMissing: false });
  const fields = names.all.map(({ name, fields }) => [name, fields[0].name]);
  assert.deepEqual(fields, [["m", "a"], ["m_2", "b"]]);
});

test("A skipped table is not found again", () => {
  const names = having(["m", a]);
  assert.equal(names.find(a).name, "m");
  names.pass(a);
  assert.deepEqual(names.find(a), { name: "m_2", isMissing: true });
});

test("Reserved names are never used for a client's table", () => {
  for (const name of ["_senders", "_oml_rejected", "_OML_Progress"]) {
    const found = having().find({ ...a, name });
    assert.deepEqual(found, { name: `${name}_2`, isMissing: true });
  }
});

test("Names are compared as the database stores them", () => {
  const names = new TableNames({
    names: ["cut"],
    described: [],
    stored: (name) => name === "long" ? "Cut" : name,
  });
  const found = names.find({ ...a, name: "long" });
  assert.deepEqual(found, { name: "long_2", isMissing: true });
});

test("A described table that was dropped is not used", () => {
  const names = new TableNames({
    names: [],
    described: [describeTable("m", a)],
  });
  assert.deepEqual(names.all, []);
  assert.deepEqual(names.find(a), { name: "m_2", isMissing: true });
});
