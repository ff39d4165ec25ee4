import assert from "node:assert/strict";
import { test } from "node:test";
import {
  quoteBytes,
  quoteJson,
  quoteText,
} from "../../../codec/values/quote.ts";
import { bytes } from "../../_support/packet.ts";

test("quoteText() keeps printable text", () => {
  assert.equal(quoteText("schema: 1 a b:int32 é"), "schema: 1 a b:int32 é");
});

test("quoteText() escapes control characters and line separators", () => {
  assert.equal(
    quoteText("a\0\t\r\n\x1b[0m\x7f\x9b"),
    "a\\x00\\x09\\x0d\\x0a\\x1b[0m\\x7f\\x9b",
  );
  assert.equal(quoteText("\u2028\u2029"), "\\u2028\\u2029");
});

test("quoteText() escapes marks that change the direction of text", () => {
  assert.equal(quoteText("a\u202eb\u2066c"), "a\\u202eb\\u2066c");
  assert.equal(quoteText("\u061c\u200e\u200f"), "\\u061c\\u200e\\u200f");
});

test("quoteText() shortens long text", () => {
  assert.equal(quoteText("x".repeat(120)), "x".repeat(120));
  assert.equal(quoteText("x".repeat(121)), `${"x".repeat(120)}...`);
});

test("quoteBytes() shows bytes that are not UTF-8", () => {
  assert.equal(quoteBytes(bytes("é", 0xff, 0)), "é\ufffd\\x00");
});

test("quoteBytes() reads only the bytes that it shows", () => {
  const shown = quoteBytes(new Uint8Array(1_000_000).fill(0x41));
  assert.equal(shown, `${"A".repeat(120)}...`);
});

test("quoteJson() escapes terminal control characters without changing the meaning", () => {
  const evil = { "a\u202e": "\x1b[2J\x7f\x85\x9b\u200f\u2028é" };
  const quoted = quoteJson(JSON.stringify(evil));
  assert.match(quoted, /^[ -~é]+$/);
  assert.deepEqual(JSON.parse(quoted), evil);
});
