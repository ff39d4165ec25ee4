import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  decodeEscapes,
  encodeEscapes,
  hasEscape,
} from "../../../codec/text/text_escape.ts";
import { bytes } from "../../_support/packet.ts";

function decode(text: string): string {
  const source = bytes(text);
  const target = new Uint8Array(source.length);
  const length = decodeEscapes(source, 0, source.length, target);
  return new TextDecoder().decode(target.subarray(0, length));
}

test("decodeEscapes() decodes tab, newline, return and backslash", () => {
  assert.equal(decode("a\\tb\\nc\\rd\\\\e"), "a\tb\nc\rd\\e");
  assert.equal(decode("\\\\t"), "\\t");
});

test("decodeEscapes() drops the backslash before any other character", () => {
  assert.equal(decode("\\a\\0\\x41\\é"), "a0x41é");
});

test("decodeEscapes() keeps a backslash at the very end", () => {
  assert.equal(decode("a\\"), "a\\");
  assert.equal(decode("a\\\\\\"), "a\\\\");
});

test("hasEscape() checks the given range", () => {
  assert(hasEscape(bytes("a\\b"), 0, 3));
  assert(!hasEscape(bytes("\\ab\\"), 1, 3));
});

test("encodeEscapes() leaves no tab, newline or return", () => {
  assert.equal(encodeEscapes("a\tb\nc\rd\\e"), "a\\tb\\nc\\rd\\\\e");
  assert.equal(encodeEscapes("plain é"), "plain é");
});

test("decodeEscapes() reverses encodeEscapes()", () => {
  const text = fc.array(fc.constantFrom("a", "\\", "\t", "\n", "\r", "é", "t"))
    .map((parts) => parts.join(""));
  fc.assert(fc.property(text, (each) => {
    assert.equal(decode(encodeEscapes(each)), each);
  }));
});
