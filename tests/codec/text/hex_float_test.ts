import assert from "node:assert/strict";
import { test } from "node:test";
import {
  hexIntegerPart,
  readHexDouble,
} from "../../../codec/text/hex_float.ts";

test("readHexDouble() reads the output of C's %a", () => {
  const numbers: [text: string, value: number][] = [
    ["0x1.8p+1", 3],
    ["-0X1P-2", -0.25],
    ["0xff", 255],
    ["0x.8", 0.5],
    ["0x1.fffffffffffffp+1023", Number.MAX_VALUE],
    ["0x0.0000000000001p-1022", Number.MIN_VALUE],
    ["0x1p-1075", 0],
    ["0x1p+1024", Infinity],
    ["0x0p+9999", 0],
  ];
  for (const [text, value] of numbers) {
    assert.equal(readHexDouble(text), value, text);
  }
});

test("readHexDouble() rounds half to even", () => {
  assert.equal(readHexDouble("0x20000000000001"), 2 ** 53);
  assert.equal(readHexDouble("0x20000000000003"), 2 ** 53 + 4);
  assert.equal(readHexDouble("0x2000000000000100000001"), 2 ** 85 + 2 ** 33);
});

test("Texts that are not numbers, or too long, are rejected", () => {
  for (const text of ["", "0x", "0x.", "1", "0x1p", "0xg", "0x1 "]) {
    assert.equal(readHexDouble(text), NaN, text);
    assert.equal(hexIntegerPart(text), undefined, text);
  }
  assert.equal(hexIntegerPart(`0x${"0".repeat(5_000)}1`), undefined);
});

test("hexIntegerPart() returns the integer part, up to 2^64", () => {
  const parts: [text: string, part: bigint][] = [
    ["0x1.8p+1", 3n],
    ["-0x1.fp+3", 15n],
    ["0x.8", 0n],
    ["0xffffffffffffffff", 2n ** 64n - 1n],
    ["0x1p+64", 2n ** 64n],
    ["0x1p+999999999", 2n ** 64n],
    ["0x0p+999999999", 0n],
  ];
  for (const [text, part] of parts) {
    assert.equal(hexIntegerPart(text), part, text);
  }
});
