import assert from "node:assert/strict";
import { test } from "node:test";
import { IntegerReader } from "../../../codec/tuples/text_integer.ts";
import { readVector } from "../../../codec/tuples/text_vector.ts";
import { VectorBuffer } from "../../../codec/tuples/vector_buffer.ts";
import type { ElementType } from "../../../codec/values/oml_type.ts";
import { bytes } from "../../_support/packet.ts";

function read(type: ElementType, text: string) {
  const source = bytes("1 ", text, " 1");
  const vector = new VectorBuffer();
  const integers = new IntegerReader();
  const end = source.length - 2;
  if (!readVector(source, 2, end, type, integers, vector)) return undefined;
  const wide = type === "int64" || type === "uint64";
  const elements = wide ? vector.integers : vector.numbers;
  assert.equal(vector.type, type);
  return [...elements.subarray(0, vector.length)];
}

test("readVector() reads each type of element", () => {
  assert.deepEqual(read("int32", "3 1 -2 +3"), [1, -2, 3]);
  assert.deepEqual(read("uint32", "2 0 4294967295"), [0, 4294967295]);
  assert.deepEqual(read("int64", "2 -9223372036854775808 9007199254740993"), [
    -(2n ** 63n),
    9007199254740993n,
  ]);
  assert.deepEqual(read("uint64", "2 18446744073709551615 1"), [-1n, 1n]);
  assert.deepEqual(read("double", "4 0.5 -1e300 inf nan"), [
    0.5,
    -1e300,
    Infinity,
    NaN,
  ]);
  assert.deepEqual(read("bool", "5 T f FALSE true 0"), [1, 0, 0, 1, 1]);
});

test("readVector() reads elements like fields", () => {
  assert.deepEqual(read("int32", "1 010"), [10]);
  assert.deepEqual(read("uint32", "1 -1"), [4294967295]);
  assert.equal(read("int32", "1 2147483648"), undefined);
  assert.equal(read("uint32", "1 4294967296"), undefined);
  assert.equal(read("int64", "1 9223372036854775808"), undefined);
  assert.equal(read("uint64", "1 18446744073709551616"), undefined);
  assert.equal(read("int32", "1 x"), undefined);
});

test("readVector() takes an empty vector", () => {
  assert.deepEqual(read("int32", "0"), []);
  assert.deepEqual(read("double", " 0 "), []);
});

test("readVector() does not mind more blanks than one", () => {
  assert.deepEqual(read("int32", "  2   1  2  "), [1, 2]);
});

test("readVector() wants as many elements as are announced", () => {
  for (
    const text of [
      "2 1",
      "2 1 2 3",
      "1",
      "0 1",
      "-1",
      "-1 1",
      "",
      " ",
      "+1 1",
      "0x1 1",
      "1.5 1",
      "a",
      "a b",
    ]
  ) assert.equal(read("int32", text), undefined, text);
});

test("readVector() takes no memory for what is only announced", () => {
  const vector = new VectorBuffer();
  const source = bytes("4000000000 1");
  const integers = new IntegerReader();
  assert(!readVector(source, 0, source.length, "double", integers, vector));
  assert(vector.numbers.length <= 16);
});

test("readVector() reads a vector longer than a binary one may be", () => {
  const text = `70000${" 7".repeat(70_000)}`;
  assert.equal(read("int32", text)?.length, 70_000);
});
