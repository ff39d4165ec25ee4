import assert from "node:assert/strict";
import { test } from "node:test";
import { IntegerReader } from "../../../codec/text/text_integer.ts";
import { VectorRead, VectorReader } from "../../../codec/text/text_vector.ts";
import type { VectorView } from "../../../codec/tuples/tuple_sink.ts";
import type { ElementType } from "../../../codec/values/oml_type.ts";
import { bytes } from "../../_support/packet.ts";

/** Records the elements of vectors, and the sizes of their parts. */
class Elements {
  readonly all: (number | bigint)[] = [];
  readonly parts: number[] = [];

  vector(vector: VectorView): void {
    const { type, length, numbers, integers } = vector;
    const wide = type === "int64" || type === "uint64";
    this.all.push(...(wide ? integers : numbers).subarray(0, length));
    this.parts.push(length);
  }
}

function read(type: ElementType, text: string) {
  const source = bytes("1 ", text, " 1");
  const elements = new Elements();
  const reader = new VectorReader(elements, new IntegerReader(), Infinity);
  const found = reader.begin(type, source, 2, source.length - 2);
  return found === VectorRead.whole ? elements.all : undefined;
}

test("VectorReader reads each type of element", () => {
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

test("VectorReader reads elements like fields", () => {
  assert.deepEqual(read("int32", "1 010"), [10]);
  assert.deepEqual(read("uint32", "1 -1"), [4294967295]);
  assert.equal(read("int32", "1 2147483648"), undefined);
  assert.equal(read("uint32", "1 4294967296"), undefined);
  assert.equal(read("int64", "1 9223372036854775808"), undefined);
  assert.equal(read("uint64", "1 18446744073709551616"), undefined);
  assert.equal(read("int32", "1 x"), undefined);
});

test("VectorReader accepts an empty vector", () => {
  assert.deepEqual(read("int32", "0"), []);
  assert.deepEqual(read("double", " 0 "), []);
});

test("VectorReader accepts several blanks", () => {
  assert.deepEqual(read("int32", "  2   1  2  "), [1, 2]);
});

test("VectorReader requires the announced number of elements", () => {
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

test("VectorReader reads a vector longer than any binary one", () => {
  const text = `70000${" 7".repeat(70_000)}`;
  assert.equal(read("int32", text)?.length, 70_000);
});

test("VectorReader reads a long vector in slices, and passes it on in parts", () => {
  const count = 100_000;
  const source = bytes(`${count}${" 7".repeat(count)}`);
  const elements = new Elements();
  const reader = new VectorReader(elements, new IntegerReader(), 60_000);
  let read = reader.begin("int32", source, 0, source.length);
  let slices = 1;
  for (; read === VectorRead.begun; slices++) read = reader.goOn(source);
  assert.equal(read, VectorRead.whole);
  assert.equal(slices, 4);
  assert.equal(elements.all.length, count);
  assert(elements.parts.every((part) => part <= 4096));
});

test("VectorReader detects a wrong element in a later slice", () => {
  const source = bytes(`9001${" 7".repeat(9_000)} x`);
  const reader = new VectorReader(new Elements(), new IntegerReader(), 1);
  let read = reader.begin("int32", source, 0, source.length);
  while (read === VectorRead.begun) read = reader.goOn(source);
  assert.equal(read, VectorRead.wrong);
});
