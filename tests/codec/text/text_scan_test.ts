import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDouble } from "../../../codec/text/text_double.ts";
import { Found, IntegerReader } from "../../../codec/text/text_integer.ts";
import { TextScan } from "../../../codec/text/text_scan.ts";
import { bytes } from "../../_support/packet.ts";

/** The result for a kind of field: its value and length, or `undefined`. */
function scan(kind: "integer" | "double" | "text", field: string) {
  const scanner = new TextScan();
  const last = bytes("7", field);
  const inner = bytes("7", field, "\t7");
  const found = scanner[kind](last, 1, last.length);
  const { end, value } = scanner;
  assert.equal(scanner[kind](inner, 1, inner.length), found);
  if (!found) return undefined;
  assert.deepEqual([scanner.end, scanner.value], [end, value], field);
  return { length: end - 1, value };
}

/** Fields made of parts of numbers, and of other characters. */
const field = fc.oneof(
  fc.integer().map(String),
  fc.double().map(String),
  fc.bigInt().map(String),
  fc.array(
    fc.constantFrom(..."0123456789.-+eEx \0\\na"),
    { maxLength: 25 },
  ).map((parts) => parts.join("")),
);

test("TextScan.integer() reads plain integers", () => {
  assert.deepEqual(scan("integer", "42"), { length: 2, value: 42 });
  assert.deepEqual(scan("integer", "-007"), { length: 4, value: -7 });
  assert.deepEqual(scan("integer", "-0"), { length: 2, value: 0 });
  assert.deepEqual(scan("integer", "999999999999999")?.value, 1e15 - 1);
});

test("TextScan.integer() leaves everything else to IntegerReader", () => {
  for (
    const text of [
      "",
      "-",
      "+1",
      " 1",
      "1 ",
      "0x1",
      "1.0",
      "1\0",
      "1\r",
      "9"
        .repeat(16),
    ]
  ) assert.equal(scan("integer", text), undefined, text);
});

test("TextScan.integer() agrees with IntegerReader", () => {
  const reader = new IntegerReader();
  fc.assert(
    fc.property(field, (text) => {
      const found = scan("integer", text);
      if (found === undefined) return;
      const source = bytes(text);
      assert.equal(found.length, source.length);
      assert.equal(reader.read(source, 0, source.length), Found.small);
      assert(Object.is(found.value, reader.value), text);
    }),
    { numRuns: 1000 },
  );
});

test("TextScan.double() reads plain decimals", () => {
  for (
    const text of [
      "0",
      "-0",
      "1.5",
      ".5",
      "5.",
      "-12.25",
      "0.1",
      "007",
      "-12.345999956130981",
    ]
  ) {
    const found = scan("double", text);
    assert.equal(found?.length, text.length, text);
    assert(Object.is(found?.value, Number(text)), text);
  }
});

test("TextScan.double() leaves everything else to readDouble()", () => {
  for (
    const text of [
      "",
      "-",
      ".",
      "-.",
      "1e5",
      "+1",
      "nan",
      "1..2",
      "1.2.3",
      " 1",
      "1\0",
      "9007199254740993",
      `0.${"0".repeat(30)}1`,
    ]
  ) assert.equal(scan("double", text), undefined, text);
});

test("TextScan.double() agrees with readDouble()", () => {
  fc.assert(
    fc.property(field, (text) => {
      const found = scan("double", text);
      if (found === undefined) return;
      const source = bytes(text);
      assert.equal(found.length, source.length);
      assert(
        Object.is(found.value, readDouble(source, 0, source.length)),
        text,
      );
    }),
    { numRuns: 1000 },
  );
});

test("TextScan.text() finds the end of plain text", () => {
  assert.equal(scan("text", "")?.length, 0);
  assert.equal(scan("text", "two words é")?.length, 12);
  assert.equal(scan("text", "a\\tb"), undefined);
  assert.equal(scan("text", "a\0"), undefined);
});
