import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSchema } from "../../../codec/values/schema.ts";
import { OpenTables } from "../../../server/experiments/open_tables.ts";

const admit = () => true;
const schema = (name: string) => parseSchema(`1 ${name} seq:int32`);

test("OpenTables assigns the same table to the same schema, regardless of its index", () => {
  const tables = new OpenTables(undefined);
  const first = tables.use(schema("a"), undefined, admit);
  const again = parseSchema("7 a seq:int32");
  assert.equal(tables.use(again, undefined, admit), first);
  assert.notEqual(tables.use(schema("b"), undefined, admit), first);
  assert.notEqual(tables.use(schema("a"), "stream", admit), first);
  assert.equal(tables.fresh, 3);
  const handles = tables.take().tables.map(({ handle }) => handle);
  assert.deepEqual(handles, [0, 1, 2]);
  assert.equal(tables.fresh, 0);
});

test("OpenTables creates no table that is not admitted", () => {
  const tables = new OpenTables(undefined);
  assert.equal(tables.use(schema("a"), undefined, () => false), undefined);
  const known = tables.use(schema("b"), undefined, admit);
  assert.equal(tables.use(schema("b"), undefined, () => false), known);
});

test("OpenTables forgets tables used only by disconnected clients", () => {
  const tables = new OpenTables(undefined);
  const kept = tables.use(schema("kept"), undefined, admit);
  assert(kept !== undefined);
  for (let i = 0; i < 1000; i++) {
    const table = tables.use(schema(`a${i}`), undefined, admit);
    assert.equal(tables.use(schema("kept"), undefined, admit), kept);
    assert(table !== undefined);
    tables.leave([table, kept]);
    const { forgotten } = tables.take();
    assert.deepEqual(forgotten, i < 8 ? [] : [i - 7]);
  }
  assert.equal(tables.use(schema("kept"), undefined, admit), kept);
});

test("OpenTables assigns a new number to a forgotten table", () => {
  const tables = new OpenTables(undefined);
  const all = Array.from({ length: 9 }, (_, i) => {
    const table = tables.use(schema(`a${i}`), undefined, admit);
    assert(table !== undefined);
    return table;
  });
  tables.leave(all);
  assert.deepEqual(tables.take().forgotten, [0]);
  assert.equal(tables.use(schema("a1"), undefined, admit)?.handle, 1);
  assert.equal(tables.use(schema("a0"), undefined, admit)?.handle, 9);
});
