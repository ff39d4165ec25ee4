import assert from "node:assert/strict";
import { test } from "node:test";
import { VectorBuffer } from "../../../codec/tuples/vector_buffer.ts";

test("VectorBuffer holds all added numbers", () => {
  const vector = new VectorBuffer();
  vector.clear("double");
  for (let i = 0; i < 1000; i++) vector.addNumber(i / 2);
  assert.equal(vector.type, "double");
  assert.equal(vector.length, 1000);
  assert.equal(vector.numbers[999], 499.5);
});

test("VectorBuffer holds all added integers", () => {
  const vector = new VectorBuffer();
  vector.clear("int64");
  for (let i = 0n; i < 1000n; i++) vector.addInteger(-i);
  assert.equal(vector.length, 1000);
  assert.equal(vector.integers[999], -999n);
});

test("VectorBuffer enlarges only the memory that it needs", () => {
  const vector = new VectorBuffer();
  for (let i = 0; i < 1000; i++) vector.addNumber(i);
  assert(vector.integers.length <= 16);
});

test("VectorBuffer.clear() releases large memory", () => {
  const vector = new VectorBuffer();
  for (let i = 0; i < 100_000; i++) vector.addNumber(i);
  vector.clear("bool");
  assert.equal(vector.length, 0);
  assert(vector.numbers.length <= 65_536);
});
