import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isShortNumber,
  putShortNumber,
} from "../../../export/text/short_numbers.ts";

/** The text of a number; `undefined` if it would be long. */
function textOf(value: number): string | undefined {
  const bytes = new Uint8Array(40).fill(0x58);
  const end = putShortNumber(bytes, 3, value);
  if (end === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  assert.equal(text, `XXX${text.slice(3, end)}${"X".repeat(40 - end)}`);
  return text.slice(3, end);
}

/** Every number has the text that JavaScript gives it, or none. */
function assertSame(value: number): void {
  const text = textOf(value);
  assert.equal(text !== undefined, isShortNumber(value), String(value));
  if (text !== undefined) assert.equal(text, String(value));
}

test("Integers and numbers with few digits have the shortest text", () => {
  const texts = [0, 7, -10, 1e9, 1e9 - 1, 2 ** 31, 999_999_999_999_999]
    .concat([0.5, -0.25, 0.000001, 1.841311, 123456789.012345])
    .map((value) => [textOf(value), String(value)]);
  for (const [text, expected] of texts) assert.equal(text, expected);
});

test("Other numbers have none", () => {
  for (
    const value of [-0, 1e15, 1 / 3, 0.1 + 0.2, 1e-7, 5e-324, 1e300, 2 ** 53]
      .concat([NaN, Infinity, -Infinity, 0.0000015, 1796047337.123])
  ) {
    assert.equal(textOf(value), undefined, String(value));
    assert.equal(isShortNumber(value), false, String(value));
  }
});

test("No number has another text than JavaScript's", () => {
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < 200_000; i++) {
    const digits = Math.floor(Math.random() * 10);
    const size = 10 ** Math.floor(Math.random() * 16);
    const value = (Math.random() - 0.5) * size;
    assertSame(value);
    assertSame(Number(value.toFixed(digits)));
    assertSame(Math.round(value));
    view.setUint32(0, Math.random() * 2 ** 32);
    view.setUint32(4, Math.random() * 2 ** 32);
    assertSame(view.getFloat64(0));
  }
});
