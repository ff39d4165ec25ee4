import assert from "node:assert/strict";
import { test } from "node:test";
import { METADATA_SCHEMA, parseSchema } from "../../../codec/values/schema.ts";
import { TableBudget } from "../../../server/experiments/table_budget.ts";

function budget(
  { tables = 2, tableBytes = 1_000, found = [] as string[] },
) {
  const limits = { tables, tableBytes };
  const made = new TableBudget(found.map((text) => parseSchema(text)), limits);
  return (text: string) => made.admit(parseSchema(text));
}

test("Tables are admitted up to the limit, and admitted tables again", () => {
  const admit = budget({ tables: 2 });
  const texts = ["1 a x:int32", "1 b x:int32", "1 c x:int32", "9 a x:int32"];
  assert.deepEqual(texts.map(admit), [true, true, false, true]);
});

test("The same name with other fields is another table", () => {
  const admit = budget({ tables: 1 });
  assert.equal(admit("1 a x:int32"), true);
  assert.equal(admit("1 a x:double"), false);
});

test("Tables found in the database count, and are admitted", () => {
  const admit = budget({ found: ["1 a x:int32", "2 b x:int32"] });
  assert.equal(admit("1 c x:int32"), false);
  assert.equal(admit("7 b x:int32"), true);
});

test("A stream whose table has a numbered name is admitted again", () => {
  const found = ["1 a x:int32", "1 a_2 x:double", "1 a_17 x:string"];
  const admit = budget({ found });
  assert.equal(admit("1 a x:double"), true);
  assert.equal(admit("1 a x:string"), true);
  assert.equal(admit("1 a x:blob"), false);
});

test("Metadata is always admitted and does not count", () => {
  const full = new TableBudget([METADATA_SCHEMA], {
    tables: 1,
    tableBytes: 20,
  });
  assert.equal(full.admit(METADATA_SCHEMA), true);
  assert.equal(full.admit(parseSchema("1 a x:int32")), true);
  assert.equal(full.admit(parseSchema("1 b x:int32")), false);
});

test("The bytes of definitions are limited, too", () => {
  const admit = budget({ tables: 100, tableBytes: 40 });
  assert.equal(admit("1 a x:int32"), true);
  assert.equal(admit(`1 b ${"y".repeat(30)}:int32`), false);
  assert.equal(admit("1 c x:int32"), true);
});
