import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { VectorView } from "../../../codec/tuples/tuple_sink.ts";
import type { ElementType } from "../../../codec/values/oml_type.ts";
import { VectorJson } from "../../../server/batches/vector_json.ts";

/** A view as a decoder lends it: its arrays are longer than the vector. */
function view(
  type: ElementType,
  elements: readonly (number | bigint)[],
  isLast = true,
): VectorView {
  const numbers = new Float64Array(elements.length + 3).fill(99);
  const integers = new BigInt64Array(elements.length + 3).fill(99n);
  elements.forEach((element, i) => {
    if (typeof element === "number") numbers[i] = element;
    else integers[i] = element;
  });
  return { type, length: elements.length, numbers, integers, isLast };
}

function vectorJson(...parts: VectorView[]): string {
  const json = new VectorJson();
  for (const part of parts) json.add(part);
  return new TextDecoder().decode(json.bytes.subarray(0, json.length));
}

test("VectorJson uses the original's spacing", () => {
  assert.equal(vectorJson(view("int32", [1, -2, 3])), "[ 1, -2, 3 ]");
  assert.equal(vectorJson(view("uint32", [2 ** 32 - 1])), "[ 4294967295 ]");
});

test("VectorJson writes integers of any size", () => {
  const integers = [9, 10, 99, 100, 999999999, 1000000000, 2147483647];
  for (const value of integers) {
    const [two, text] = [[value, -value], `[ ${value}, ${-value} ]`];
    assert.equal(vectorJson(view("double", two)), text);
  }
});

test("VectorJson joins the parts of a vector", () => {
  const [first, last] = [view("int32", [1, 2], false), view("int32", [3])];
  assert.equal(vectorJson(first, last), "[ 1, 2, 3 ]");
  assert.equal(vectorJson(first, view("int32", [])), "[ 1, 2 ]");
});

test("VectorJson of an empty vector is the empty string", () => {
  assert.equal(vectorJson(view("double", [])), "");
});

test("VectorJson writes 64-bit integers with all their digits", () => {
  const most = 2n ** 63n - 1n;
  assert.equal(
    vectorJson(view("int64", [most, -most - 1n])),
    "[ 9223372036854775807, -9223372036854775808 ]",
  );
  assert.equal(
    vectorJson(view("uint64", [-1n, most + 1n, 0n])),
    "[ 18446744073709551615, 9223372036854775808, 0 ]",
  );
});

test("VectorJson writes bools as JSON does", () => {
  assert.equal(vectorJson(view("bool", [1, 0])), "[ true, false ]");
});

test("VectorJson writes NaN as null, and infinities so that they read back", () => {
  const json = vectorJson(view("double", [NaN, Infinity, -Infinity, -0]));
  assert.equal(json, "[ null, 9e999, -9e999, -0.0 ]");
  assert.deepEqual(JSON.parse(json), [null, Infinity, -Infinity, -0]);
});

test("VectorJson writes exponents where C does, with two digits", () => {
  const cases: [number, string][] = [
    [1e-9, "1e-09"],
    [-2.5e-7, "-2.5e-07"],
    [1e-5, "1e-05"],
    [0.0001, "0.0001"],
    [123456, "123456"],
    [999999999999999, "999999999999999"],
    [1e15, "1e+15"],
    [-1.5e20, "-1.5e+20"],
    [1e-300, "1e-300"],
    [0, "0"],
  ];
  for (const [value, text] of cases) {
    assert.equal(vectorJson(view("double", [value])), `[ ${text} ]`);
  }
});

test("JSON readers read the same doubles from VectorJson", () => {
  const double = fc.oneof(
    fc.double({ noNaN: true }),
    fc.constantFrom(1e21, 1e-7, 5e-324, 1.7976931348623157e308, 123456789.125),
  );
  fc.assert(
    fc.property(fc.array(double, { minLength: 1 }), (elements) => {
      const json = vectorJson(view("double", elements));
      assert.deepEqual(JSON.parse(json), elements);
    }),
  );
});
