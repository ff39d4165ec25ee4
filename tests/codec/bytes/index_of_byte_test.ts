import assert from "node:assert/strict";
import { test } from "node:test";
import { indexOfByte } from "../../../codec/bytes/index_of_byte.ts";

const TAB = 9;

test("indexOfByte() finds the first such byte, near and far", () => {
  for (const at of [0, 1, 1023, 1024, 1025, 5_000]) {
    const bytes = new Uint8Array(6_000);
    bytes[at] = TAB;
    bytes[at + 7] = TAB;
    assert.equal(indexOfByte(bytes, TAB, 0, bytes.length), at);
    assert.equal(indexOfByte(bytes, TAB, at + 1, bytes.length), at + 7);
  }
});

test("indexOfByte() returns the end of the range if it finds none", () => {
  const bytes = new Uint8Array(6_000).fill(1);
  bytes[10] = bytes[5_990] = TAB;
  for (const [from, to] of [[11, 11], [11, 500], [11, 1_035], [11, 5_990]]) {
    assert.equal(indexOfByte(bytes, TAB, from, to), to);
  }
});
