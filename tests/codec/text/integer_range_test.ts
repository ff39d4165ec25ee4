import assert from "node:assert/strict";
import { test } from "node:test";
import {
  inRange,
  type IntegerType,
  toBits,
} from "../../../codec/text/integer_range.ts";
import { IntegerReader } from "../../../codec/text/text_integer.ts";
import { bytes } from "../../_support/packet.ts";

function fits(type: IntegerType, text: string): boolean {
  const reader = new IntegerReader();
  const source = bytes(text);
  return inRange(reader, reader.read(source, 0, source.length), type);
}

const BOUNDS: Record<IntegerType, [least: bigint, most: bigint]> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  // Unsigned types also accept the output of C's %d for them.
  uint32: [-(2n ** 31n), 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [-(2n ** 63n), 2n ** 64n - 1n],
  guid: [-(2n ** 63n), 2n ** 64n - 1n],
};

test("inRange() is exact at the bounds of each type", () => {
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    const type = name as IntegerType;
    for (const inside of [least, least + 1n, -1n, 0n, 1n, most - 1n, most]) {
      assert(fits(type, `${inside}`), `${type} ${inside}`);
    }
    for (const outside of [least - 1n, most + 1n, 10n ** 30n, -(10n ** 30n)]) {
      assert(!fits(type, `${outside}`), `${type} ${outside}`);
    }
    assert(!fits(type, "abc"));
  }
});

test("toBits() returns the 64 bits as a signed number", () => {
  const cases: [string, bigint][] = [
    ["0", 0n],
    ["-1", -1n],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740993", -9007199254740993n],
    ["9223372036854775807", 2n ** 63n - 1n],
    ["-9223372036854775808", -(2n ** 63n)],
    ["18446744073709551615", -1n],
    ["9223372036854775808", -(2n ** 63n)],
  ];
  for (const [text, expected] of cases) {
    const reader = new IntegerReader();
    const source = bytes(text);
    const found = reader.read(source, 0, source.length);
    assert.equal(toBits(reader, found), expected, text);
  }
});
