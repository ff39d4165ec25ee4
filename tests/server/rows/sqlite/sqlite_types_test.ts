import assert from "node:assert/strict";
import { test } from "node:test";
import type { OmlType } from "../../../../codec/values/oml_type.ts";
import {
  columnType,
  quoteName,
} from "../../../../server/rows/sqlite/sqlite_types.ts";

const declared: readonly (readonly [OmlType, string])[] = [
  ["int32", "INTEGER"],
  ["uint32", "UNSIGNED INTEGER"],
  ["int64", "BIGINT"],
  ["uint64", "UNSIGNED BIGINT"],
  ["guid", "UNSIGNED BIGINT"],
  ["double", "REAL"],
  ["bool", "INTEGER"],
  ["string", "TEXT"],
  ["blob", "BLOB"],
  ["[int32]", "TEXT"],
  ["[double]", "TEXT"],
];

for (const [type, column] of declared) {
  test(`A column for ${type} is declared ${column}, as the original does`, () => {
    assert.equal(columnType(type), column);
  });
}

test("quoteName() converts any name to an identifier", () => {
  assert.equal(quoteName("select"), '"select"');
  assert.equal(quoteName('a"b'), '"a""b"');
});
