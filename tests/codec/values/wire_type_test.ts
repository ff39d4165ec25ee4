import assert from "node:assert/strict";
import { test } from "node:test";
import { ELEMENT_WIRE, Wire } from "../../../codec/values/wire_type.ts";

test("Wire has the type bytes of the protocol", () => {
  assert.deepEqual(Object.entries(Wire), [
    ["long", 1],
    ["double", 2],
    ["nan", 3],
    ["string", 4],
    ["int32", 5],
    ["uint32", 6],
    ["int64", 7],
    ["uint64", 8],
    ["blob", 9],
    ["guid", 10],
    ["false", 11],
    ["true", 12],
    ["vector", 13],
    ["bool", 14],
    ["double64", 15],
  ]);
});

test("ELEMENT_WIRE has the element types of vectors", () => {
  assert.deepEqual(ELEMENT_WIRE, {
    int32: 5,
    uint32: 6,
    int64: 7,
    uint64: 8,
    double: 15,
    bool: 14,
  });
});
