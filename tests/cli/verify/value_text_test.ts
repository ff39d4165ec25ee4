import assert from "node:assert/strict";
import { test } from "node:test";
import { differenceText, valueText } from "../../../cli/verify/value_text.ts";
import type { ExactValue } from "../../../stored/stored.ts";

const SHOWN: readonly (readonly [ExactValue, string])[] = [
  [null, "NULL"],
  [-0, "-0"],
  [0.1, "0.1"],
  [NaN, "NaN"],
  [2n ** 63n, "9223372036854775808"],
  [false, "false"],
  ["a\n\u202e", '"a\\x0a\\u202e"'],
  ["x".repeat(61), `"${"x".repeat(60)}..." (61 characters)`],
  [new Uint8Array([0, 255]), "x'00ff'"],
  [new Uint8Array(21), `x'${"00".repeat(20)}...' (21 bytes)`],
  [[1, null, -0], "[1, NULL, -0]"],
  [Array(9).fill(1n), "[1, 1, 1, 1, 1, 1, 1, 1, ...] (9 elements)"],
];

for (const [value, text] of SHOWN) {
  test(`valueText() shows ${text}`, () => {
    assert.equal(valueText(value), text);
  });
}

test("differenceText() shows both values", () => {
  assert.equal(differenceText({ a: 1, b: null }), "1 in A, NULL in B");
  assert.equal(differenceText({ a: "x", b: "y" }), '"x" in A, "y" in B');
});

test("differenceText() shows where long values differ", () => {
  const long = "x".repeat(100);
  assert.equal(
    differenceText({ a: `${long}1${long}`, b: `${long}2${long}` }),
    'character 101: "1" in A, "2" in B',
  );
  const bytes = new Uint8Array(50);
  assert.equal(
    differenceText({ a: bytes, b: bytes.with(49, 17) }),
    "byte 50: 00 in A, 11 in B",
  );
  assert.equal(
    differenceText({ a: Array(9).fill(0), b: Array(8).fill(0) }),
    "element 9: 0 in A, none in B, 9 elements in A and 8 elements in B",
  );
});
