import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteWriter } from "../../../codec/bytes/byte_writer.ts";
import { EncodeError } from "../../../codec/errors.ts";
import { BinaryValueEncoder } from "../../../codec/binary/binary_value_encoder.ts";
import type { OmlType } from "../../../codec/values/oml_type.ts";
import type { OmlValue } from "../../../codec/values/oml_value.ts";
import { bytes, value } from "../../_support/packet.ts";

function encode(type: OmlType, content: OmlValue): Uint8Array {
  const writer = new ByteWriter();
  new BinaryValueEncoder(writer).push({ name: "x", type }, content);
  return writer.take();
}

test("BinaryValueEncoder writes integers", () => {
  assert.deepEqual(encode("int32", -2), value.int32(-2));
  assert.deepEqual(encode("uint32", 2 ** 32 - 1), value.uint32(2 ** 32 - 1));
  assert.deepEqual(encode("int64", -(2n ** 63n)), value.int64(-(2n ** 63n)));
  assert.deepEqual(
    encode("uint64", 2n ** 64n - 1n),
    value.uint64(2n ** 64n - 1n),
  );
  assert.deepEqual(encode("guid", 7n), value.guid(7n));
  assert.deepEqual(encode("guid", null), value.guid(0n));
});

test("BinaryValueEncoder writes doubles as mantissa and exponent", () => {
  assert.deepEqual(encode("double", 1), value.double(2 ** 29, 1));
  assert.deepEqual(encode("double", -0.375), value.double(-3 * 2 ** 28, -1));
  assert.deepEqual(encode("double", 0), value.double(0, 0));
  // 0.1 has more than 30 bits: it is truncated.
  assert.deepEqual(encode("double", 0.1), value.double(858993459, -3));
});

test("BinaryValueEncoder writes doubles without that form as NaN", () => {
  for (const content of [NaN, null, Infinity, -Infinity, 1e300, 1e-300]) {
    assert.deepEqual(encode("double", content), value.nan());
  }
});

test("BinaryValueEncoder.double() returns whether it wrote more than NaN", () => {
  const values = new BinaryValueEncoder(new ByteWriter());
  assert(values.double(0.5));
  assert(!values.double(1e300));
});

test("BinaryValueEncoder writes bools, strings and blobs", () => {
  assert.deepEqual(encode("bool", true), value.bool(true));
  assert.deepEqual(encode("bool", false), value.bool(false));
  for (const text of ["", "a\tb\n\\", "é€😀", "x".repeat(254)]) {
    assert.deepEqual(encode("string", text), value.string(text));
  }
  for (const size of [0, 1, 255, 70_000]) {
    const blob = new Uint8Array(size).fill(7);
    assert.deepEqual(encode("blob", blob), value.blob(blob));
  }
});

test("BinaryValueEncoder rejects strings of more than 254 bytes", () => {
  for (const text of ["x".repeat(255), "é".repeat(128)]) {
    assert.throws(() => encode("string", text), {
      name: "EncodeError",
      message:
        /^Cannot encode string field x: it has 25[56] bytes, over 254; shorten it, send text or declare a blob$/,
    });
  }
});

test("BinaryValueEncoder writes vectors", () => {
  assert.deepEqual(
    encode("[int32]", [1, -1]),
    value.vector(0x05, [[0, 0, 0, 1], [255, 255, 255, 255]]),
  );
  assert.deepEqual(
    encode("[uint32]", [2 ** 31]),
    value.vector(0x06, [[0x80, 0, 0, 0]]),
  );
  assert.deepEqual(
    encode("[int64]", [-1n]),
    value.vector(0x07, [new Array(8).fill(255)]),
  );
  assert.deepEqual(
    encode("[uint64]", [2n ** 63n]),
    value.vector(0x08, [[0x80, 0, 0, 0, 0, 0, 0, 0]]),
  );
  assert.deepEqual(
    encode("[double]", [-2, Infinity]),
    value.vector(0x0f, [
      [0xc0, 0, 0, 0, 0, 0, 0, 0],
      [0x7f, 0xf0, 0, 0, 0, 0, 0, 0],
    ]),
  );
  assert.deepEqual(
    encode("[bool]", [true, false]),
    value.vector(0x0e, [0x0c, 0x0b]),
  );
  assert.deepEqual(encode("[bool]", []), value.vector(0x0e, []));
});

test("BinaryValueEncoder writes vectors of at most 65,535 elements", () => {
  const most = new Array<boolean>(65_535).fill(true);
  assert.deepEqual(
    encode("[bool]", most),
    bytes(0x0d, 0x0e, 0xff, 0xff, new Array(65_535).fill(0x0c)),
  );
  assert.throws(() => encode("[bool]", [...most, true]), {
    name: "EncodeError",
    message: /it has 65536 elements, over 65535; split it or send text/,
  });
});

test("BinaryValueEncoder rejects values of the wrong kind", () => {
  const wrong: [OmlType, OmlValue][] = [
    ["int32", 1n],
    ["uint32", -1],
    ["int64", 1],
    ["uint64", 2n ** 64n],
    ["guid", 1],
    ["double", "1"],
    ["bool", null],
    ["string", null],
    ["blob", [1]],
    ["[int32]", [0.5]],
    ["[int64]", [1]],
    ["[bool]", [0]],
    ["[double]", [1n]],
  ];
  for (const [type, content] of wrong) {
    assert.throws(() => encode(type, content), EncodeError, type);
  }
});
