import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import fc from "fast-check";
import { Found, IntegerReader } from "../../../codec/text/text_integer.ts";
import { bytes } from "../../_support/packet.ts";

/** The integer in a text as a bigint, or `undefined`. */
function read(text: string): bigint | undefined {
  const source = bytes("9", text, "9");
  const reader = new IntegerReader();
  switch (reader.read(source, 1, source.length - 1)) {
    case Found.small:
      assert(Number.isSafeInteger(reader.value));
      return BigInt(reader.value);
    case Found.large: {
      const magnitude = BigInt(reader.high) << 32n | BigInt(reader.low);
      assert(magnitude > BigInt(Number.MAX_SAFE_INTEGER));
      return reader.negative ? -magnitude : magnitude;
    }
    default:
      return undefined;
  }
}

test("IntegerReader reads the bounds of each type exactly", () => {
  for (const bits of [15n, 16n, 31n, 32n, 52n, 53n, 63n]) {
    for (const near of [-2n, -1n, 0n, 1n, 2n]) {
      const value = 2n ** bits + near;
      assert.equal(read(`${value}`), value);
      assert.equal(read(`-${value}`), -value);
      assert.equal(read(`+${value}`), value);
      assert.equal(read(`0x${value.toString(16)}`), value);
      assert.equal(read(`-0X${value.toString(16).toUpperCase()}`), -value);
    }
  }
});

test("IntegerReader accepts integers up to 2^64-1", () => {
  assert.equal(read("18446744073709551615"), 2n ** 64n - 1n);
  assert.equal(read("18446744073709551616"), undefined);
  assert.equal(read("0xffffffffffffffff"), 2n ** 64n - 1n);
  assert.equal(read("0x10000000000000000"), undefined);
  assert.equal(read("9".repeat(1000)), undefined);
});

test("IntegerReader reads leading zeros as decimal", () => {
  assert.equal(read("010"), 10n);
  assert.equal(read("-0099"), -99n);
  assert.equal(read(`${"0".repeat(50)}7`), 7n);
  assert.equal(read(`0x${"0".repeat(50)}7`), 7n);
});

test("IntegerReader has no negative zero", () => {
  for (const text of ["-0", "-000", "-0x0", `-${"0".repeat(20)}`]) {
    const source = bytes(text);
    const reader = new IntegerReader();
    assert.equal(reader.read(source, 0, source.length), Found.small);
    assert(Object.is(reader.value, 0), text);
  }
});

test("IntegerReader ignores surrounding blanks, and reads an empty field as 0", () => {
  assert.equal(read("  42 "), 42n);
  assert.equal(read("\r42\r"), 42n);
  assert.equal(read(""), 0n);
  assert.equal(read("   "), 0n);
});

test("IntegerReader requires the whole field to be an integer", () => {
  for (
    const text of [
      "-",
      "+",
      "--1",
      "+-1",
      "- 1",
      "1 2",
      "12abc",
      "abc",
      "1.0",
      "1e3",
      "0b1",
      "0x",
      "0xg",
      "x1",
      "1\0",
      "٣",
      "None",
      "1234567890123456789a",
      "0x12345678901234567",
    ]
  ) assert.equal(read(text), undefined, text);
});

test("IntegerReader agrees with BigInt() on any 64-bit integer", () => {
  const limit = 2n ** 64n - 1n;
  fc.assert(fc.property(
    fc.bigInt({ min: -limit, max: limit }),
    fc.nat(3),
    (value, zeros) => {
      const digits = "0".repeat(zeros) + (value < 0n ? -value : value);
      assert.equal(read(value < 0n ? `-${digits}` : digits), value);
    },
  ));
});

test("IntegerReader.read() skips a message full of zeros quickly", () => {
  const zeros = "0".repeat(8_000_000);
  const reader = new IntegerReader();
  for (const [text, value] of [[`${zeros}42`, 42], [`-${zeros}`, 0]] as const) {
    const source = new TextEncoder().encode(text);
    const began = process.threadCpuUsage();
    assert.equal(reader.read(source, 0, source.length), Found.small);
    const { user } = process.threadCpuUsage(began);
    assert.equal(reader.value, value);
    assert(user < 110_000, `${user} microseconds`);
  }
});
