import assert from "node:assert/strict";
import { test } from "node:test";
import { hexDump, shownBytes } from "../../../web/model/raw_bytes.ts";

const base64 = (bytes: readonly number[]) =>
  btoa(String.fromCharCode(...bytes));

test("Text is shown as text, with visible white space", () => {
  const text = btoa("1.5\t1\t2\tx\r\n");
  assert.deepEqual(shownBytes(text), {
    isText: true,
    text: "1.5⇥1⇥2⇥x↵",
  });
  assert.equal(shownBytes(base64([0xc3, 0xa9])).text, "é");
  assert.equal(shownBytes(btoa("a\rb\nc")).text, "a←b↵c");
});

test("Other bytes are shown in hexadecimal", () => {
  const shown = shownBytes(base64([0xaa, 0xaa, 0x01, 0x41]));
  assert.equal(shown.isText, false);
  assert.match(shown.text, /^0000 {2}aa aa 01 41 +\.\.\.A$/);
  assert.equal(shownBytes(base64([0x41, 0x00])).isText, false);
});

test("A dump has sixteen bytes a line", () => {
  const dump = hexDump(Uint8Array.from({ length: 17 }, (_, i) => 0x30 + i));
  const lines = dump.split("\n");
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? "", /^0000 {2}30 31 .* 3f {2}0123456789:;<=>\?$/);
  assert.match(lines[1] ?? "", /^0010 {2}40 +@$/);
});

test("No bytes are no text", () => {
  assert.deepEqual(shownBytes(""), { isText: true, text: "" });
});
