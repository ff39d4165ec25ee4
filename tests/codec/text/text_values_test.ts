import assert from "node:assert/strict";
import { test } from "node:test";
import { TextValues } from "../../../codec/text/text_values.ts";
import type { OmlType } from "../../../codec/values/oml_type.ts";
import { bytes } from "../../_support/packet.ts";
import { type Call, RecordingSink } from "../_support/recording_sink.ts";

/** The result for a field, or `undefined` if it is rejected. */
function read(type: OmlType, text: string, version = 5): Call | undefined {
  const sink = new RecordingSink();
  const source = bytes("<", text, ">");
  const values = new TextValues(sink, version);
  const accepted = values.read(type, source, 1, source.length - 1);
  assert.equal(sink.calls.length, accepted ? 1 : 0);
  return sink.calls[0];
}

test("TextValues passes on integers within 2^53 as numbers", () => {
  for (const type of ["int32", "uint32", "int64", "uint64"] as const) {
    assert.deepEqual(read(type, "42"), ["integer", 42]);
    assert.deepEqual(read(type, ""), ["integer", 0]);
    assert.deepEqual(read(type, "x"), ["null"]);
    assert.deepEqual(read(type, "3.7"), ["integer", 3]);
    assert.equal(read(type, "1e30"), undefined);
  }
  assert.deepEqual(read("int32", "-1"), ["integer", -1]);
  assert.deepEqual(read("int64", "-9007199254740991"), [
    "integer",
    -9007199254740991,
  ]);
});

test("TextValues passes on larger integers as two halves", () => {
  assert.deepEqual(read("int64", "9007199254740992"), [
    "integer64",
    0x200000,
    0,
  ]);
  assert.deepEqual(read("int64", "-9007199254740993"), [
    "integer64",
    0xffdfffff,
    0xffffffff,
  ]);
  assert.deepEqual(read("int64", "-9223372036854775808"), [
    "integer64",
    0x80000000,
    0,
  ]);
  assert.deepEqual(read("uint64", "18446744073709551615"), [
    "integer64",
    0xffffffff,
    0xffffffff,
  ]);
});

test("TextValues reads a negative unsigned number as its bits", () => {
  assert.deepEqual(read("uint32", "-1"), ["integer", 4294967295]);
  assert.deepEqual(read("uint32", "-2147483648"), ["integer", 2147483648]);
  assert.equal(read("uint32", "-2147483649"), undefined);
  assert.deepEqual(read("uint64", "-1"), [
    "integer64",
    0xffffffff,
    0xffffffff,
  ]);
  assert.deepEqual(read("uint64", "-4294967296"), [
    "integer64",
    0xffffffff,
    0,
  ]);
  assert.deepEqual(read("uint64", "-9223372036854775808"), [
    "integer64",
    0x80000000,
    0,
  ]);
  assert.equal(read("uint64", "-9223372036854775809"), undefined);
});

test("TextValues passes on a guid as two halves, whatever its size", () => {
  assert.deepEqual(read("guid", "0"), ["guid", 0, 0]);
  assert.deepEqual(read("guid", ""), ["guid", 0, 0]);
  assert.deepEqual(read("guid", "4294967298"), ["guid", 1, 2]);
  assert.deepEqual(read("guid", "18446744073709551615"), [
    "guid",
    0xffffffff,
    0xffffffff,
  ]);
  assert.deepEqual(read("guid", "-1"), ["guid", 0xffffffff, 0xffffffff]);
  assert.deepEqual(read("guid", "0x10"), ["guid", 0, 0]);
  assert.deepEqual(read("guid", "abc"), ["guid", 0, 0]);
});

test("TextValues passes on any double, and NaN for other texts", () => {
  assert.deepEqual(read("double", "1.5"), ["double", 1.5]);
  assert.deepEqual(read("double", "None"), ["double", NaN]);
  assert.deepEqual(read("double", ""), ["double", NaN]);
});

test("TextValues passes on bools", () => {
  assert.deepEqual(read("bool", "F"), ["bool", false]);
  assert.deepEqual(read("bool", "0"), ["bool", true]);
});

test("TextValues decodes backslashes from version 4 on", () => {
  for (const version of [4, 5]) {
    assert.deepEqual(read("string", "a\\tb", version), ["text", "a\tb"]);
  }
  for (const version of [1, 2, 3]) {
    assert.deepEqual(read("string", "C:\\temp", version), [
      "text",
      "C:\\temp",
    ]);
  }
  assert.deepEqual(read("string", ""), ["text", ""]);
});

test("TextValues.string() reads a string like a field", () => {
  const source = bytes("a\\tb");
  const read = (version: number) =>
    new TextValues(new RecordingSink(), version).string(source, 0, 4);
  assert.equal(read(4), "a\tb");
  assert.equal(read(3), "a\\tb");
});

test("TextValues passes on blobs and rejects bad base64", () => {
  assert.deepEqual(read("blob", "AQID"), ["blob", [1, 2, 3]]);
  assert.deepEqual(read("blob", ""), ["blob", []]);
  assert.equal(read("blob", "AQI"), undefined);
});

test("TextValues passes on vectors and rejects wrong ones", () => {
  assert.deepEqual(read("[int32]", "2 1 2"), ["vector", "int32", [1, 2]]);
  assert.deepEqual(read("[uint64]", "1 -1"), ["vector", "uint64", [-1n]]);
  assert.equal(read("[int32]", "2 1"), undefined);
  assert.equal(read("[int32]", "1 3.7"), undefined);
  assert.equal(read("[double]", "1 abc"), undefined);
  assert.equal(read("[double]", "1 1.5V"), undefined);
  assert.deepEqual(read("[double]", "2 nan inf"), [
    "vector",
    "double",
    [NaN, Infinity],
  ]);
});

test("TextValues has room for long strings and blobs", () => {
  const text = `\\n${"x".repeat(5000)}`;
  assert.deepEqual(read("string", text), ["text", `\n${"x".repeat(5000)}`]);
  assert.deepEqual(read("blob", "AAAA".repeat(2000)), [
    "blob",
    new Array(6000).fill(0),
  ]);
});
