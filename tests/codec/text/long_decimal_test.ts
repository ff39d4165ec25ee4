import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readLongDecimal } from "../../../codec/text/long_decimal.ts";

function read(text: string): number {
  const bytes = new TextEncoder().encode(text);
  const point = text.indexOf(".");
  const fraction = point < 0 ? 0 : text.length - point - 1;
  return readLongDecimal(bytes, 0, bytes.length, fraction);
}

test("readLongDecimal() reads all digits of a double", () => {
  for (
    const text of [
      "12.345999956130981",
      "1417356107.1234567",
      "0.100000000000000005551",
      "9007199254740994",
      "123456789012345678901",
      "0.000000000001234567890",
      "99999999999999999999.99",
      "0000000000000000000000",
      "7",
    ]
  ) assert.equal(read(text), Number(text), text);
});

test("readLongDecimal() leaves out what lies between two doubles, and longer numbers", () => {
  assert.equal(read("9007199254740993"), NaN, "exactly in the middle");
  assert.equal(read("9007199254740993.000000"), NaN);
  assert.equal(read("1.2345678901234567890123"), NaN, "23 digits");
});

test("readLongDecimal() agrees with the runtime about every number", () => {
  const digits = fc.array(fc.constantFrom(..."0123456789"), {
    minLength: 1,
    maxLength: 22,
  });
  let read22 = 0;
  fc.assert(
    fc.property(digits, fc.nat(22), (list, at) => {
      const whole = list.join("");
      const text = `${whole.slice(0, at)}.${whole.slice(at)}`;
      const value = read(text);
      if (value === value) {
        read22++;
        assert.equal(value, Number(text), text);
      }
    }),
    { numRuns: 20_000 },
  );
  assert.ok(read22 > 19_000, `${read22}: it reads nearly all of them`);
});

test("readLongDecimal() rounds numbers beside the middle of two doubles", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n }),
      fc.constantFrom(-1n, 0n, 1n),
      (whole, off) => {
        const bits = BigInt(whole.toString(2).length - 53);
        const step = 1n << bits;
        const middle = whole - whole % step + step / 2n + off;
        const text = String(middle);
        const value = read(text);
        if (value === value) assert.equal(value, Number(text), text);
      },
    ),
    { numRuns: 20_000 },
  );
});
