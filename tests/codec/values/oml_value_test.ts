import assert from "node:assert/strict";
import { test } from "node:test";
import type { OmlType } from "../../../codec/values/oml_type.ts";
import type { OmlValue, ValueOf } from "../../../codec/values/oml_value.ts";

test("ValueOf maps each type to the type of its values", () => {
  const values: { readonly [T in OmlType]: ValueOf<T> } = {
    int32: -1,
    uint32: 1,
    int64: -1n,
    uint64: 1n,
    double: 0.5,
    string: "text",
    blob: new Uint8Array(1),
    guid: 1n,
    bool: true,
    "[int32]": [-1],
    "[uint32]": [1],
    "[int64]": [-1n],
    "[uint64]": [1n],
    "[double]": [0.5],
    "[bool]": [true],
  };
  const any: readonly OmlValue[] = Object.values(values);
  assert.equal(any.length, 15);
});
