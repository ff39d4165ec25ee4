import assert from "node:assert/strict";
import { test } from "node:test";
import { ProtocolError } from "../../../codec/errors.ts";
import {
  formatSchema,
  METADATA_SCHEMA,
  parseSchema,
  sameFields,
  sameSchema,
} from "../../../codec/values/schema.ts";

function refusal(text: string, maxFields?: number): string {
  try {
    parseSchema(text, maxFields);
  } catch (error) {
    assert(error instanceof ProtocolError);
    assert.equal(error.code, "schema");
    return error.message;
  }
  throw new Error(`accepted: ${text}`);
}

function fields(count: number): string {
  return Array.from({ length: count }, (_, i) => `f${i}:int32`).join(" ");
}

test("parseSchema() reads index, name and fields", () => {
  assert.deepEqual(parseSchema("1 app_lin label:string n:[uint64]"), {
    index: 1,
    name: "app_lin",
    fields: [
      { name: "label", type: "string" },
      { name: "n", type: "[uint64]" },
    ],
  });
});

test("parseSchema() accepts any white space between the parts", () => {
  const expected = parseSchema("1 m a:int32 b:double");
  assert.deepEqual(parseSchema("  1  m\ta:int32   b:double \r"), expected);
});

test("parseSchema() writes types canonically", () => {
  const schema = parseSchema("7 m a:Int32 b:long c:FLOAT");
  assert.equal(formatSchema(schema), "7 m a:int32 b:int32 c:double");
});

test("parseSchema() accepts a decimal index with leading zeros", () => {
  assert.equal(parseSchema("010 m a:int32").index, 10);
  assert.equal(parseSchema("2147483647 m a:int32").index, 2147483647);
});

test("parseSchema() rejects an index that is not a small decimal number", () => {
  for (
    const index of [
      "-1",
      "+1",
      "0x1",
      "1.0",
      "",
      "2147483648",
      "a",
      "99999999999",
    ]
  ) {
    assert.match(refusal(`${index} m a:int32`), /index must be/, index);
  }
});

test("parseSchema() rejects invalid table names", () => {
  for (const name of ["1m", "a-b", "é", "a.b", '"', "a;b"]) {
    assert.match(refusal(`1 ${name} a:int32`), /name must match/, name);
    assert.match(refusal(`1 m ${name}:int32`), /must match/, name);
  }
  assert.match(refusal("1"), /name must match/);
  assert.match(refusal("1 m :int32"), /field "" must match/);
  assert.match(refusal("1 SQLITE_m a:int32"), /reserved/);
});

test("parseSchema() rejects fields without a type, or of an unknown one", () => {
  assert.match(refusal("1 m"), /no fields/);
  assert.match(refusal("1 m a"), /field "a" has no type/);
  assert.match(refusal("1 m a:"), /no known type \(\)/);
  assert.match(refusal("1 m a:[string]"), /no known type \(\[string\]\)/);
  assert.match(refusal("1 m a:b:int32"), /no known type \(b:int32\)/);
});

test("parseSchema() rejects duplicate column names", () => {
  assert.match(refusal("1 m a:int32 A:int32"), /there twice/);
  assert.match(refusal("1 m OML_seq:int32"), /reserved/);
});

test("parseSchema() accepts 1,000 fields, or the given number", () => {
  assert.equal(parseSchema(`1 m ${fields(1000)}`).fields.length, 1000);
  assert.match(refusal(`1 m ${fields(1001)}`), /1001 fields, must be <= 1000/);
  assert.match(refusal(`1 m ${fields(3)}`, 2), /3 fields, must be <= 2/);
});

test("parseSchema() quotes the line safely", () => {
  assert.match(refusal("x\u0007 m a:int32"), /"x\\x07 m a:int32"$/);
});

test("formatSchema() writes what parseSchema() reads", () => {
  const text = "0 _experiment_metadata subject:string key:string value:string";
  assert.equal(formatSchema(METADATA_SCHEMA), text);
  assert.deepEqual(parseSchema(text), METADATA_SCHEMA);
});

test("sameSchema() compares names and fields, but not the index", () => {
  const schema = parseSchema("1 m a:int32 b:double");
  assert(sameSchema(schema, parseSchema("2 m a:int b:real")));
  assert(!sameSchema(schema, parseSchema("1 n a:int32 b:double")));
  assert(!sameSchema(schema, parseSchema("1 m b:double a:int32")));
});

test("sameFields() compares names, types and their order", () => {
  const of = (text: string) => parseSchema(`1 m ${text}`).fields;
  assert(sameFields(of("a:int32"), of("a:int32")));
  assert(!sameFields(of("a:int32"), of("a:int64")));
  assert(!sameFields(of("a:int32"), of("b:int32")));
  assert(!sameFields(of("a:int32"), of("a:int32 b:int32")));
});
