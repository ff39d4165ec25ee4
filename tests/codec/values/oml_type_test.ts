import assert from "node:assert/strict";
import { test } from "node:test";
import {
  elementType,
  isVectorType,
  parseOmlType,
} from "../../../codec/values/oml_type.ts";

const SCALARS = [
  "int32",
  "uint32",
  "int64",
  "uint64",
  "double",
  "string",
  "blob",
  "guid",
  "bool",
] as const;
const ELEMENTS = [
  "int32",
  "uint32",
  "int64",
  "uint64",
  "double",
  "bool",
] as const;

test("parseOmlType() knows each type by its name", () => {
  for (const name of SCALARS) assert.equal(parseOmlType(name), name);
  for (const name of ELEMENTS) {
    assert.equal(parseOmlType(`[${name}]`), `[${name}]`);
  }
});

test("parseOmlType() accepts names in any case", () => {
  assert.equal(parseOmlType("Int32"), "int32");
  assert.equal(parseOmlType("[DOUBLE]"), "[double]");
});

test("parseOmlType() maps the deprecated names", () => {
  for (const name of ["int", "integer", "long"]) {
    assert.equal(parseOmlType(name), "int32");
  }
  for (const name of ["float", "real"]) {
    assert.equal(parseOmlType(name), "double");
  }
});

test("parseOmlType() rejects everything else", () => {
  for (
    const name of [
      "",
      "[int]",
      "[float]",
      "[string]",
      "[blob]",
      "[guid]",
      "[]",
      "int16",
      "[int32",
      " int32",
      "constructor",
    ]
  ) assert.equal(parseOmlType(name), undefined, name);
});

test("elementType() and isVectorType() distinguish vectors and scalars", () => {
  for (const name of ELEMENTS) {
    assert(isVectorType(`[${name}]`));
    assert.equal(elementType(`[${name}]`), name);
  }
  for (const name of SCALARS) {
    assert(!isVectorType(name));
    assert.equal(elementType(name), undefined);
  }
});
