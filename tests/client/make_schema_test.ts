import assert from "node:assert/strict";
import { test } from "node:test";
import { DefinitionError } from "../../client/errors.ts";
import { makeSchema } from "../../client/make_schema.ts";
import { METADATA_SCHEMA, type Schema } from "../../codec/values/schema.ts";

test("makeSchema() numbers streams in order", () => {
  const schema = makeSchema("app_m", "n:int32", [METADATA_SCHEMA], "text");
  assert.equal(schema.index, 1);
  assert.deepEqual(schema.fields, [{ name: "n", type: "int32" }]);
});

test("makeSchema() rejects names in use, regardless of case", () => {
  const first = makeSchema("app_m", "n:int32", [METADATA_SCHEMA], "text");
  const others = [METADATA_SCHEMA, first];
  assert.throws(
    () => makeSchema("APP_m", "n:int32", others, "text"),
    (error) => error instanceof DefinitionError && /in use/.test(error.message),
  );
});

test("makeSchema() explains errors in fields", () => {
  for (const fields of ["", "n", "n:int31", "n:int32 n:int32"]) {
    assert.throws(
      () => makeSchema("app_m", fields, [], "text"),
      DefinitionError,
      fields,
    );
  }
});

test("makeSchema() rejects streams beyond the numbers of binary", () => {
  const wide = Array.from({ length: 256 }, (_, i) => `n${i}:int32`).join(" ");
  assert.throws(() => makeSchema("app_m", wide, [], "binary"), /use text/);
  assert.equal(makeSchema("app_m", wide, [], "text").fields.length, 256);
  const others = Array.from(
    { length: 256 },
    (_, i): Schema => ({ ...METADATA_SCHEMA, index: i, name: `s${i}` }),
  );
  assert.throws(() => makeSchema("m", "n:int32", others, "binary"), /use text/);
});
