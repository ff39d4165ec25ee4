import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AsciiTexts } from "../../../server/batches/ascii_texts.ts";

const encoder = new TextEncoder();

/** Reads a text that has other bytes on both sides. */
function read(texts: AsciiTexts, text: string): string | undefined {
  const bytes = encoder.encode(`é${text}é`);
  return texts.read(bytes, 2, bytes.length - 4);
}

test("Short ASCII texts are read as strings, new ones and known ones", () => {
  const texts = new AsciiTexts();
  for (const text of ["", "a", "node-17", "\x01\x7f", "x".repeat(32), "a"]) {
    assert.equal(read(texts, text), text);
  }
});

test("Long texts, NUL and other characters are not read", () => {
  const texts = new AsciiTexts();
  for (const text of ["x".repeat(33), "a\0b", "\0", "é", "a\x80", "€"]) {
    assert.equal(read(texts, text), undefined);
  }
});

test("Texts of the same slot are not mistaken for each other", () => {
  const texts = new AsciiTexts();
  const short = fc.string({ unit: "grapheme-ascii", maxLength: 32 });
  fc.assert(fc.property(fc.array(short, { maxLength: 50 }), (all) => {
    for (const text of all) assert.equal(read(texts, text), text);
  }));
  // Far more texts than slots.
  for (let i = 0; i < 5_000; i++) assert.equal(read(texts, `${i}`), `${i}`);
});
