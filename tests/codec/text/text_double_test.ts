import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDouble } from "../../../codec/text/text_double.ts";
import { bytes } from "../../_support/packet.ts";

function read(text: string): number {
  const source = bytes("9", text, "9");
  return readDouble(source, 1, source.length - 1);
}

test("readDouble() reads decimals as Number() does", () => {
  for (
    const text of [
      "0",
      "-0",
      "+1",
      "1.",
      ".5",
      "-.5",
      "00.10",
      "1e5",
      "1E+5",
      "1.5e-07",
      "1.7976931348623157e308",
      "5e-324",
      "2.4703282292062327208e-324",
      "2.4703282292062328e-324",
      "9007199254740993",
      "9007199254740991.5",
      "0.1",
      "123456789012345678901234567890",
      "0.000000000000000000000000000001",
      "1e400",
      "-1e400",
      "1e-400",
      `0.${"3".repeat(400)}`,
      "1433146801.251",
    ]
  ) assert(Object.is(read(text), Number(text)), text);
});

test("readDouble() rounds any decimal as Number() does", () => {
  const digits = (max: number) =>
    fc.array(fc.nat(9), { maxLength: max }).map((list) => list.join(""));
  const exponent = fc.option(fc.integer({ min: -340, max: 320 }));
  fc.assert(
    fc.property(
      fc.constantFrom("", "-", "+"),
      digits(25),
      fc.boolean(),
      digits(30),
      exponent,
      (sign, whole, point, part, power) => {
        const text = `${sign}${whole}${point ? `.${part}` : ""}` +
          (power === null ? "" : `e${power}`);
        const expected = /[0-9]/.test(whole + (point ? part : ""))
          ? Number(text)
          : NaN;
        assert(Object.is(read(text), expected), text);
      },
    ),
    { numRuns: 2000 },
  );
});

test("readDouble() reads back the text of any double", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      const text = Object.is(value, -0) ? "-0" : `${value}`;
      assert(Object.is(read(text), value), text);
      if (Number.isFinite(value)) {
        const exponential = value.toExponential(20);
        assert.equal(read(exponential), Number(exponential));
        assert.equal(read(value.toFixed(6)), Number(value.toFixed(6)));
      }
    }),
    { numRuns: 500 },
  );
});

test("readDouble() reads infinities in any case", () => {
  for (const text of ["inf", "INF", "+inf", "Infinity", "+INFINITY"]) {
    assert.equal(read(text), Infinity, text);
    assert.equal(read(`-${text.replace("+", "")}`), -Infinity, text);
  }
});

test("readDouble() ignores surrounding blanks", () => {
  assert.equal(read(" 1.5 "), 1.5);
  assert.equal(read("1.5\r"), 1.5);
});

test("readDouble() reads other texts as NaN", () => {
  for (
    const text of [
      "",
      " ",
      "nan",
      "NaN",
      "-nan",
      "nan(1)",
      "abc",
      "1,5",
      "1.5abc",
      "infinit",
      "None",
      "-",
      "+",
      ".",
      "-.",
      "1e",
      "1e+",
      "e5",
      "1..2",
      "1.2.3",
      "--1",
      "1 2",
      "0x",
      "0xg",
      "0x1p",
      "1_000",
      "0b1",
      "0o7",
      "١",
    ]
  ) assert(Number.isNaN(read(text)), text);
});

test("readDouble() rejects numbers of more than 4,096 characters", () => {
  assert.equal(read(`1.${"0".repeat(4000)}`), 1);
  assert(Number.isNaN(read(`1.${"0".repeat(100_000)}e0`)));
});

test("readDouble() reads hexadecimal floats exactly", () => {
  const cases: [string, number][] = [
    ["0x0", 0],
    ["-0x0p5", -0],
    ["0x10", 16],
    ["0X1P-1", 0.5],
    ["0x.8", 0.5],
    ["0x1.8p+1", 3],
    ["-0x1.fffffffffffffp1023", -Number.MAX_VALUE],
    ["0x1p-1074", Number.MIN_VALUE],
    ["0x1p-1075", 0],
    ["0x1.8p-1075", Number.MIN_VALUE],
    ["0x1p1024", Infinity],
    ["0x1p99999999999999999999", Infinity],
    ["0x1p-99999999999999999999", 0],
    ["0x1.00000000000008p0", 1],
    ["0x1.000000000000080001p0", 1 + 2 ** -52],
    ["0x1.00000000000018p0", 1 + 2 ** -51],
    ["0x1.fffffffffffff8p1023", Infinity],
    ["0x1.fffffffffffff7p1023", Number.MAX_VALUE],
    // Rounded to 53 bits first, this would be half-way, and be rounded up.
    ["0x1.7fffffffffffffffp-1073", 3 * Number.MIN_VALUE],
    ["0x1.3fffffffffffffffp-1073", 2 * Number.MIN_VALUE],
    ["0x2.7fffffffffffffffp-1074", 2 * Number.MIN_VALUE],
  ];
  for (const [text, expected] of cases) {
    assert(Object.is(read(text), expected), `${text}: ${read(text)}`);
  }
});

test("readDouble() reads back any double in hexadecimal", () => {
  fc.assert(fc.property(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    (value) => {
      assert.equal(read(toHex(value)), value, toHex(value));
    },
  ));
});

/** A double in the format of `%a`. */
function toHex(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n & 0x7ffn);
  const fraction = (bits & (2n ** 52n - 1n)).toString(16).padStart(13, "0");
  const lead = exponent === 0 ? 0 : 1;
  const power = Math.max(exponent, 1) - 1023;
  return `${bits >> 63n === 1n ? "-" : ""}0x${lead}.${fraction}p${power}`;
}
