import assert from "node:assert/strict";
import { test } from "node:test";
import { TextLines } from "../../../codec/frames/text_lines.ts";
import { bytes } from "../../_support/packet.ts";
import { pieces, readAtEveryCut } from "../_support/cuts.ts";

function read(chunks: Iterable<Uint8Array>, limit = 100): string[] {
  const found: string[] = [];
  const note = (kind: string) => (b: Uint8Array, from: number, to: number) => {
    found.push(`${kind}${new TextDecoder().decode(b.subarray(from, to))}`);
  };
  const lines = new TextLines(
    { line: note(""), cutLine: note("cut: ") },
    limit,
  );
  for (const chunk of chunks) lines.push(chunk);
  lines.end();
  return found;
}

test("TextLines finds lines however the bytes are split", () => {
  assert.deepEqual(
    readAtEveryCut(bytes("one\ntwo\r\n\nthree\n"), read),
    ["one", "two\r", "", "three"],
  );
});

test("TextLines.end() reports a line without its newline as incomplete", () => {
  assert.deepEqual(
    readAtEveryCut(bytes("one\ntw"), read),
    ["one", "cut: tw"],
  );
  assert.deepEqual(read([]), []);
});

test("TextLines accepts a line up to the limit", () => {
  const fits = bytes("x".repeat(10), "\n");
  readAtEveryCut(fits, (chunks) => read(chunks, 10));
  const over = bytes("ok\n", "x".repeat(11), "\nnext\n");
  for (let at = 0; at <= over.length; at++) {
    assert.throws(() => read(pieces(over, [at]), 10), {
      name: "ProtocolError",
      code: "limit",
      message: /text line of more than 10 bytes: "xxxxxxxxxxx/,
    });
  }
});

test("TextLines rejects a long line before its end has arrived", () => {
  const lines = new TextLines({ line() {}, cutLine() {} }, 1000);
  assert.throws(() => {
    for (let i = 0; i < 20; i++) lines.push(new Uint8Array(100));
  }, /of more than 1000 bytes/);
});

test("TextLines passes on the good lines before one that is too long", () => {
  const found: number[] = [];
  const sink = {
    line: (_: Uint8Array, from: number, to: number) => found.push(to - from),
    cutLine() {},
  };
  const lines = new TextLines(sink, 5);
  assert.throws(() => lines.push(bytes("abc\nabcd\nabcdef\n")));
  assert.deepEqual(found, [3, 4]);
});

test("A line counts as consumed as soon as it is passed on", () => {
  const consumed: number[] = [];
  const lines = new TextLines({
    line: () => consumed.push(lines.consumed),
    cutLine: () => undefined,
  }, 100);
  lines.push(bytes("a\nbc\nd"));
  assert.deepEqual(consumed, [2, 5]);
  assert.equal(lines.consumed, 5);
});
