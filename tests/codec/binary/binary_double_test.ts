import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeDouble,
  DoubleSplitter,
} from "../../../codec/binary/binary_double.ts";

test("decodeDouble() scales the mantissa", () => {
  assert.equal(decodeDouble(2 ** 29, 1), 1);
  assert.equal(decodeDouble(-(2 ** 29), 1), -1);
  assert.equal(decodeDouble(0, 0), 0);
  assert.equal(decodeDouble(1, 0xff), 2 ** -31);
  assert.equal(decodeDouble(2 ** 29, 0x7f), 2 ** 126);
  assert.equal(decodeDouble(2 ** 29, 0x80), 2 ** -129);
  assert.equal(decodeDouble(-(2 ** 31), 2), -8);
});

test("decodeDouble() accepts a mantissa that is not normalized", () => {
  assert.equal(decodeDouble(3, 4), 3 * 2 ** -26);
});

test("DoubleSplitter.split() splits like frexp(3)", () => {
  const cases: [number, number, number][] = [
    [0, 0, 0],
    [-0, 0, 0],
    [1, 2 ** 29, 1],
    [-1, -(2 ** 29), 1],
    [0.5, 2 ** 29, 0],
    [0.75, 3 * 2 ** 28, 0],
    [3, 3 * 2 ** 28, 2],
    [1 - 2 ** -53, 2 ** 30 - 1, 0],
    [2 ** 126, 2 ** 29, 127],
    [2 ** -129, 2 ** 29, -128],
    [-1.999999999 * 2 ** 126, -1073741823, 127],
  ];
  const splitter = new DoubleSplitter();
  for (const [value, mantissa, exponent] of cases) {
    assert(splitter.split(value));
    assert.equal(splitter.mantissa, mantissa, `${value}`);
    assert.equal(splitter.exponent, exponent, `${value}`);
  }
});

test("DoubleSplitter.split() rejects extreme exponents and NaN", () => {
  const splitter = new DoubleSplitter();
  for (
    const value of [
      NaN,
      Infinity,
      -Infinity,
      2 ** 127,
      -(2 ** 127),
      Number.MAX_VALUE,
      2 ** -130,
      Number.MIN_VALUE,
    ]
  ) {
    assert(!splitter.split(value), `${value}`);
    assert.equal(splitter.mantissa, 0);
    assert.equal(splitter.exponent, 0);
  }
});
