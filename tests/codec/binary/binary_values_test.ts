import assert from "node:assert/strict";
import { test } from "node:test";
import { BinaryValues } from "../../../codec/binary/binary_values.ts";
import type { OmlType } from "../../../codec/values/oml_type.ts";
import { bytes, value } from "../../_support/packet.ts";
import { type Call, RecordingSink } from "../_support/recording_sink.ts";

const SCALARS: readonly OmlType[] = [
  "int32",
  "uint32",
  "int64",
  "uint64",
  "double",
  "string",
  "blob",
  "guid",
  "bool",
];
const VECTORS: readonly OmlType[] = [
  "[int32]",
  "[uint32]",
  "[int64]",
  "[uint64]",
  "[double]",
  "[bool]",
];

/** The result for a value, or `undefined` if it is not of the type. */
function read(type: OmlType, content: Uint8Array): Call | undefined {
  const sink = new RecordingSink();
  const values = new BinaryValues(sink);
  const source = bytes(0x0c, content, 0x0c);
  values.open(source);
  const size = values.read(type, 1, 1 + content.length);
  assert.equal(sink.calls.length, size === 0 ? 0 : 1);
  if (size > 0) assert.equal(size, content.length, "all is read");
  return sink.calls[0];
}

test("BinaryValues reads 32-bit integers", () => {
  for (const v of [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]) {
    assert.deepEqual(read("int32", value.int32(v)), ["integer", v]);
    assert.deepEqual(read("int32", value.long(v)), ["integer", v]);
  }
  for (const v of [0, 1, 2 ** 31, 2 ** 32 - 1]) {
    assert.deepEqual(read("uint32", value.uint32(v)), ["integer", v]);
  }
});

test("BinaryValues reads 64-bit integers, as numbers within 2^53", () => {
  for (const v of [0, 1, -1, -(2 ** 32), 2 ** 53 - 1, -(2 ** 53) + 1]) {
    assert.deepEqual(read("int64", value.int64(BigInt(v))), ["integer", v]);
  }
  for (const v of [0, 1, 2 ** 32, 2 ** 53 - 1]) {
    assert.deepEqual(read("uint64", value.uint64(BigInt(v))), ["integer", v]);
  }
});

test("BinaryValues reads larger integers as two halves", () => {
  const cases: [bigint, number, number][] = [
    [2n ** 53n, 0x200000, 0],
    [-(2n ** 53n), 0xffe00000, 0],
    [2n ** 63n - 1n, 0x7fffffff, 0xffffffff],
    [-(2n ** 63n), 0x80000000, 0],
  ];
  for (const [v, high, low] of cases) {
    assert.deepEqual(read("int64", value.int64(v)), ["integer64", high, low]);
  }
  assert.deepEqual(read("uint64", value.uint64(2n ** 64n - 1n)), [
    "integer64",
    0xffffffff,
    0xffffffff,
  ]);
  assert.deepEqual(read("guid", value.guid(2n ** 32n + 7n)), ["guid", 1, 7]);
  assert.deepEqual(read("guid", value.guid(0n)), ["guid", 0, 0]);
});

test("BinaryValues reads doubles and NaN", () => {
  assert.deepEqual(read("double", value.double(2 ** 29, 1)), ["double", 1]);
  assert.deepEqual(read("double", value.double(-(2 ** 29), -1)), [
    "double",
    -0.25,
  ]);
  assert.deepEqual(read("double", value.nan()), ["double", NaN]);
});

test("BinaryValues reads bools, strings and blobs", () => {
  assert.deepEqual(read("bool", value.bool(true)), ["bool", true]);
  assert.deepEqual(read("bool", value.bool(false)), ["bool", false]);
  for (const text of ["", "text", "é\t\n\\", "x".repeat(255)]) {
    assert.deepEqual(read("string", value.string(text)), ["text", text]);
  }
  const blob = Array.from({ length: 300 }, (_, i) => i & 255);
  assert.deepEqual(read("blob", value.blob(bytes(blob))), ["blob", blob]);
  assert.deepEqual(read("blob", value.blob(bytes())), ["blob", []]);
});

test("BinaryValues reads vectors of each type", () => {
  const cases: [OmlType, Uint8Array, string, unknown[]][] = [
    [
      "[int32]",
      value.vector(0x05, [[0, 0, 0, 1], [0xff, 0xff, 0xff, 0xff]]),
      "int32",
      [1, -1],
    ],
    ["[uint32]", value.vector(0x06, [[0xff, 0xff, 0xff, 0xff]]), "uint32", [
      2 ** 32 - 1,
    ]],
    [
      "[int64]",
      value.vector(0x07, [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]]),
      "int64",
      [-2n],
    ],
    [
      "[uint64]",
      value.vector(0x08, [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]]),
      "uint64",
      [-2n],
    ],
    [
      "[double]",
      value.vector(0x0f, [[0x3f, 0xf0, 0, 0, 0, 0, 0, 0]]),
      "double",
      [1],
    ],
    ["[bool]", value.vector(0x0e, [0x0b, 0x0c]), "bool", [0, 1]],
    ["[int32]", value.vector(0x05, []), "int32", []],
  ];
  for (const [type, content, element, elements] of cases) {
    assert.deepEqual(read(type, content), ["vector", element, elements], type);
  }
});

test("BinaryValues rejects a vector of bools with other bytes", () => {
  assert.equal(read("[bool]", value.vector(0x0e, [0x0b, 0x01])), undefined);
});

test("BinaryValues rejects a value of any other type", () => {
  const contents: [OmlType | "none", Uint8Array][] = [
    ["none", value.long(1)],
    ["int32", value.int32(1)],
    ["uint32", value.uint32(1)],
    ["int64", value.int64(1n)],
    ["uint64", value.uint64(1n)],
    ["double", value.double(1, 1)],
    ["double", value.nan()],
    ["string", value.string("a")],
    ["blob", value.blob(bytes("a"))],
    ["guid", value.guid(1n)],
    ["bool", value.bool(true)],
    ["[int32]", value.vector(0x05, [])],
    ["[uint32]", value.vector(0x06, [])],
    ["[int64]", value.vector(0x07, [])],
    ["[uint64]", value.vector(0x08, [])],
    ["[bool]", value.vector(0x0e, [])],
    ["[double]", value.vector(0x0f, [])],
  ];
  for (const type of [...SCALARS, ...VECTORS]) {
    for (const [its, content] of contents) {
      const accepted = its === type || (type === "int32" && its === "none");
      assert.equal(
        read(type, content) !== undefined,
        accepted,
        `${type} ${its}`,
      );
    }
  }
});

test("BinaryValues rejects a value that does not end within its message", () => {
  const contents = {
    int32: value.int32(1),
    uint32: value.uint32(1),
    int64: value.int64(1n),
    uint64: value.uint64(1n),
    double: value.double(1, 1),
    guid: value.guid(1n),
    bool: value.bool(true),
    string: value.string("ab"),
    blob: value.blob(bytes("ab")),
    "[int32]": value.vector(0x05, [[0, 0, 0, 1]]),
  };
  for (const [name, content] of Object.entries(contents)) {
    const type = name as OmlType;
    const sink = new RecordingSink();
    const values = new BinaryValues(sink);
    values.open(bytes(content, new Uint8Array(300)));
    for (let to = 0; to < content.length; to++) {
      assert.equal(values.read(type, 0, to), 0, `${type} up to ${to}`);
    }
    assert.deepEqual(sink.calls, []);
  }
});

test("BinaryValues reads a sequence number and a time stamp", () => {
  const values = new BinaryValues(new RecordingSink());
  values.open(bytes(value.int32(-7), value.double(2 ** 29, 0), value.nan()));
  assert.equal(values.int32(0), -7);
  assert.equal(values.double(5), 0.5);
  assert.equal(values.double(11), NaN);
  values.open(value.long(9));
  assert.equal(values.int32(0), 9);
});

test("BinaryValues.string() reads text, and nothing else", () => {
  const values = new BinaryValues(new RecordingSink());
  values.open(bytes(value.string("a"), value.string("bc"), value.int32(1)));
  assert.equal(values.string(0), "a");
  assert.equal(values.string(3), "bc");
  assert.equal(values.string(7), undefined);
});

test("BinaryValues reads from a part of a larger buffer", () => {
  const sink = new RecordingSink();
  const values = new BinaryValues(sink);
  for (const number of [5, 6]) {
    values.open(bytes("junk", value.int32(number)).subarray(4));
    assert.equal(values.read("int32", 0, 5), 5);
  }
  assert.deepEqual(sink.calls, [["integer", 5], ["integer", 6]]);
});
