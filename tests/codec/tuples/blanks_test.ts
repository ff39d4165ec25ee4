import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isBlank,
  skipBlanks,
  trimmedEnd,
} from "../../../codec/tuples/blanks.ts";
import { bytes } from "../../_support/packet.ts";

test("isBlank() accepts the white space of C", () => {
  const blanks = Array.from({ length: 256 }, (_, byte) => byte).filter(isBlank);
  assert.deepEqual(blanks, [9, 10, 11, 12, 13, 32]);
});

test("skipBlanks() and trimmedEnd() find the ends of surrounding white space", () => {
  const source = bytes("  \t a b\r\n ");
  assert.equal(skipBlanks(source, 0, source.length), 4);
  assert.equal(trimmedEnd(source, 0, source.length), 7);
  assert.equal(skipBlanks(source, 0, 2), 2);
  assert.equal(trimmedEnd(source, 0, 2), 0);
});
