import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { IntegerType } from "../../../codec/text/integer_range.ts";
import { TextNumbers } from "../../../codec/text/text_numbers.ts";
import { bytes } from "../../_support/packet.ts";
import { type Call, RecordingSink } from "../_support/recording_sink.ts";

const REFUSED = "refused";

/** The value of an integer field, and why it differs from its text. */
function integer(
  type: IntegerType,
  text: string,
): [bigint | null | typeof REFUSED, string?] {
  const sink = new RecordingSink();
  const numbers = new TextNumbers(sink);
  const source = bytes("7", text, "7");
  if (!numbers.integer(type, source, 1, source.length - 1)) {
    assert.deepEqual(sink.calls, []);
    return [REFUSED];
  }
  assert.equal(sink.calls.length, 1);
  const value = valueOf(type, sink.calls[0]);
  return numbers.conversion === undefined
    ? [value]
    : [value, numbers.conversion];
}

function valueOf(type: IntegerType, [name, ...args]: Call): bigint | null {
  const [a, b] = args.map(Number);
  if (name === "null") return null;
  if (name === "integer") return BigInt(a);
  const bits = BigInt(a) << 32n | BigInt(b);
  return type === "int64" ? BigInt.asIntN(64, bits) : bits;
}

function double(text: string): [number, string?] {
  const sink = new RecordingSink();
  const numbers = new TextNumbers(sink);
  const source = bytes("7", text, "7");
  numbers.double(source, 1, source.length - 1);
  const [[name, value]] = sink.calls;
  assert.equal(name, "double");
  return numbers.conversion === undefined
    ? [Number(value)]
    : [Number(value), numbers.conversion];
}

const CUT = "fraction cut";
const BEHIND = "text behind the number";
const NONE = "no number";

test("An integer keeps its value, with any surrounding white space", () => {
  for (const text of ["12", "+12", " 12", "12 \r", "0xc", "0012"]) {
    assert.deepEqual(integer("int32", text), [12n], text);
  }
});

test("Any other complete number is truncated towards zero", () => {
  const cases: [text: string, value: bigint][] = [
    ["3.7", 3n],
    ["0.0", 0n],
    ["-0.9", 0n],
    ["-2.5", -2n],
    [" 3.999999999999999999999 ", 3n],
    ["2e2", 200n],
    ["1.25E+1", 12n],
    ["12345e-2", 123n],
    ["1e-400", 0n],
    ["0e99999999999", 0n],
    ["000000000000000000000000001.5", 1n],
    ["2147483647.99", 2147483647n],
    ["-2147483648.99", -2147483648n],
    [`2.${"9".repeat(5000)}`, 2n],
    ["0x1.8p1", 3n],
    ["0x.8", 0n],
  ];
  for (const [text, value] of cases) {
    assert.deepEqual(integer("int32", text), [value, CUT], text);
  }
});

test("A number followed by text is that number, truncated", () => {
  const cases: [text: string, value: bigint][] = [
    ["12ms", 12n],
    ["45%", 45n],
    ["3,14", 3n],
    ["-91 dBm", -91n],
    ["3.7V", 3n],
    ["2e2x", 200n],
    ["1e", 1n],
    ["0b1", 0n],
    ["0x", 0n],
    ["0x1g", 1n],
    ["1 2", 1n],
    ["7\0kB", 7n],
  ];
  for (const [text, value] of cases) {
    assert.deepEqual(integer("int32", text), [value, BEHIND], text);
  }
});

test("An integer without a leading number is NULL, and an empty one is 0", () => {
  for (
    const text of ["None", "true", "abc", "-", "nan", "inf", ".", "--1", "٣"]
  ) assert.deepEqual(integer("int64", text), [null, NONE], text);
  for (const text of ["", " ", "\r"]) {
    assert.deepEqual(integer("uint32", text), [0n, NONE]);
  }
});

test("A guid accepts no hexadecimal digits, and is 0 without a number", () => {
  assert.deepEqual(integer("guid", "0x10"), [0n, BEHIND]);
  assert.deepEqual(integer("guid", "7x"), [7n, BEHIND]);
  assert.deepEqual(integer("guid", "3.5"), [3n, CUT]);
  assert.deepEqual(integer("guid", "abc"), [0n, NONE]);
  assert.deepEqual(integer("guid", ""), [0n, NONE]);
});

test("A number out of range rejects the sample, in any form", () => {
  for (
    const text of [
      "2147483648",
      "2147483648.5",
      "1e10",
      "1e999999999999999999999",
      "99999999999kB",
      "-2147483649.0",
      "0x1p31",
      `0x1p${"9".repeat(50)}`,
      "9".repeat(5000),
    ]
  ) assert.deepEqual(integer("int32", text), [REFUSED], text);
  assert.deepEqual(integer("uint64", "18446744073709551616"), [REFUSED]);
  assert.deepEqual(integer("uint64", "18446744073709551616.0"), [REFUSED]);
});

test("64-bit integers are truncated exactly", () => {
  assert.deepEqual(integer("int64", "9007199254740993.5"), [
    9007199254740993n,
    CUT,
  ]);
  assert.deepEqual(integer("int64", "-9223372036854775808.9"), [
    -(2n ** 63n),
    CUT,
  ]);
  assert.deepEqual(integer("uint64", "1.8446744073709551615e19"), [
    2n ** 64n - 1n,
    CUT,
  ]);
  assert.deepEqual(integer("uint64", "0x7fffffffffffffff.8p1"), [
    2n ** 64n - 1n,
    CUT,
  ]);
  // The same bits as a signed integer, as without a fraction.
  assert.deepEqual(integer("uint64", "-1.5"), [2n ** 64n - 1n, CUT]);
  assert.deepEqual(integer("uint32", "-1.5"), [2n ** 32n - 1n, CUT]);
});

const BOUNDS: Record<IntegerType, [least: bigint, most: bigint]> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [-(2n ** 31n), 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [-(2n ** 63n), 2n ** 64n - 1n],
  guid: [-(2n ** 63n), 2n ** 64n - 1n],
};

/** The integer value by the rule, in a field of that type. */
function ruled(
  type: IntegerType,
  value: bigint,
): bigint | typeof REFUSED {
  const [least, most] = BOUNDS[type];
  if (value < least || value > most) return REFUSED;
  const bits = type === "uint32" ? 32 : 64;
  return type.startsWith("int") ? value : BigInt.asUintN(bits, value);
}

test("Any decimal number is truncated, and any text after it dropped, by the rule", () => {
  const digits = (maxLength: number) =>
    fc.array(fc.nat(9), { maxLength }).map((list) => list.join(""));
  fc.assert(
    fc.property(
      fc.constantFrom<IntegerType>(
        "int32",
        "uint32",
        "int64",
        "uint64",
        "guid",
      ),
      fc.constantFrom("", "-", "+"),
      fc.tuple(digits(22), digits(6)).filter(([a, b]) => a + b !== ""),
      fc.option(fc.integer({ min: -25, max: 25 })),
      fc.constantFrom("", " ", "V", "%", " ms", ",5", "x", "e", ".5.6"),
      (type, sign, [whole, part], power, behind) => {
        const number = `${sign}${whole}.${part}` +
          (power === null ? "" : `e${power}`);
        const all = whole + part;
        const point = whole.length + (power ?? 0);
        const kept = all.padEnd(point, "0").slice(0, Math.max(point, 0));
        const magnitude = BigInt(kept === "" ? 0 : kept);
        const value = ruled(type, sign === "-" ? -magnitude : magnitude);
        const kind = behind.trim() === "" ? CUT : BEHIND;
        assert.deepEqual(
          integer(type, number + behind),
          value === REFUSED ? [REFUSED] : [value, kind],
          number + behind,
        );
      },
    ),
    { numRuns: 2000 },
  );
});

test("Any text is converted by the rule, or rejects the sample", () => {
  const text = fc.stringMatching(/^[-+0-9a-fA-FxXpPeE. ]{0,12}$/);
  fc.assert(
    fc.property(text, (text) => {
      const field = text.trim();
      const hex = /^[-+]?0x[0-9a-f]+$/i.test(field);
      const isInteger = hex || /^[-+]?[0-9]+$/.test(field);
      const number = Number.parseFloat(field);
      const [value, kind] = integer("int64", text);
      if (field === "") assert.deepEqual([value, kind], [0n, NONE]);
      else if (Number.isNaN(number)) {
        assert.deepEqual([value, kind], [null, NONE]);
      } else if (isInteger) assert.equal(kind, undefined);
      else if (value !== REFUSED) assert(kind === CUT || kind === BEHIND);
      if (!isInteger && Number.isSafeInteger(value) && !/0x/i.test(field)) {
        assert.equal(value, BigInt(Math.trunc(number)));
      }
    }),
    { numRuns: 2000 },
  );
});

test("A double followed by text is the leading number", () => {
  const cases: [text: string, value: number][] = [
    ["1.5V", 1.5],
    ["12ms", 12],
    ["3,14", 3],
    ["-91 dBm", -91],
    ["2.5e3x", 2500],
    ["1e400V", Infinity],
    ["1e", 1],
    ["0x10 Hz", 16],
    ["0xg", 0],
    ["1.2.3", 1.2],
  ];
  for (const [text, value] of cases) {
    assert.deepEqual(double(text), [value, BEHIND], text);
  }
});

test("A double without a number is NaN, and only nan is not counted", () => {
  for (const text of ["None", "n/a", "", " ", "infinit", "abc", "-", "nano"]) {
    assert.deepEqual(double(text), [NaN, NONE], text);
  }
  for (const text of ["nan", "NaN", "-NAN", "+nan", " nan ", "nan(0x7f)"]) {
    assert.deepEqual(double(text), [NaN], text);
  }
});

test("A complete double is never counted", () => {
  fc.assert(fc.property(fc.double(), (value) => {
    const text = String(value);
    assert.deepEqual(double(text), [Number(text)]);
    assert.deepEqual(double(` ${text} `), [Number(text)]);
    if (Number.isFinite(value)) {
      assert.deepEqual(double(`${text} V`), [Number(text), BEHIND]);
    }
  }));
});
