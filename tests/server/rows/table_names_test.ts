import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSchema } from "../../../codec/values/schema.ts";
import { describeTable, TableNames } from "../../../server/rows/table_names.ts";

const a = parseSchema("1 m a:int32");
const b = parseSchema("2 m b:string");

/** The tables of a database in which these were made. */
function having(...tables: readonly (readonly [string, typeof a])[]) {
  return new TableNames({
    names: tables.map(([name]) => name),
    described: tables.map(([name, schema]) => describeTable(name, schema)),
  });
}

test("describeTable() gives the row of metadata, with the table's name", () => {
  assert.deepEqual(describeTable("m_2", a), ["table_m_2", "1 m_2 a:int32"]);
});

test("A schema without a table gets its own name", () => {
  assert.deepEqual(having().find(a), { name: "m", isMissing: true });
});

test("A schema goes on in the table that has its fields", () => {
  const names = having(["m", a], ["m_2", b]);
  assert.deepEqual(names.find(a), { name: "m", isMissing: false });
  assert.deepEqual(names.find(b), { name: "m_2", isMissing: false });
});

test("Where the name is taken, the next number that is free is added", () => {
  const names = having(["m", a], ["M_2", a]);
  assert.deepEqual(names.find(b), { name: "m_3", isMissing: true });
});

test("A table that was made is found from then on", () => {
  const names = having(["m", a]);
  names.add("m_2", b);
  assert.deepEqual(names.find(b), { name: "m_2", isMissing: false });
  const fields = names.all.map(({ name, fields }) => [name, fields[0].name]);
  assert.deepEqual(fields, [["m", "a"], ["m_2", "b"]]);
});

test("A table that was passed over is not found again", () => {
  const names = having(["m", a]);
  assert.equal(names.find(a).name, "m");
  names.pass(a);
  assert.deepEqual(names.find(a), { name: "m_2", isMissing: true });
});

test("The server's own names are never given to a client's table", () => {
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

test("What is described but was dropped is no table, and is not used", () => {
  const names = new TableNames({
    names: [],
    described: [describeTable("m", a)],
  });
  assert.deepEqual(names.all, []);
  assert.deepEqual(names.find(a), { name: "m_2", isMissing: true });
});
