import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteWriter } from "../../../codec/bytes/byte_writer.ts";
import { EncodeError } from "../../../codec/errors.ts";
import { TextTupleEncoder } from "../../../codec/text/text_tuple_encoder.ts";
import type { OmlValue } from "../../../codec/values/oml_value.ts";
import { parseSchema } from "../../../codec/values/schema.ts";

function line(fields: string, values: OmlValue[], version = 5): string {
  const writer = new ByteWriter();
  new TextTupleEncoder(writer, version).push({
    schema: parseSchema(`3 m ${fields}`),
    sequence: 7,
    timestamp: 0.25,
    values,
  });
  return new TextDecoder().decode(writer.take());
}

function field(type: string, value: OmlValue, version?: number): string {
  const text = line(`x:${type}`, [value], version);
  assert(text.startsWith("0.25\t3\t7\t") && text.endsWith("\n"));
  return text.slice(9, -1);
}

test("TextTupleEncoder writes time stamp, stream, sequence, fields", () => {
  assert.equal(
    line("a:int32 b:string c:double", [-1, "two", 0.5]),
    "0.25\t3\t7\t-1\ttwo\t0.5\n",
  );
});

test("TextTupleEncoder writes each type", () => {
  assert.equal(field("int32", -(2 ** 31)), "-2147483648");
  assert.equal(field("uint32", 2 ** 32 - 1), "4294967295");
  assert.equal(field("int64", -(2n ** 63n)), "-9223372036854775808");
  assert.equal(field("uint64", 2n ** 64n - 1n), "18446744073709551615");
  assert.equal(field("guid", 2n ** 64n - 1n), "18446744073709551615");
  assert.equal(field("guid", null), "0");
  assert.equal(field("bool", true), "T");
  assert.equal(field("bool", false), "F");
  assert.equal(field("blob", Uint8Array.of(1, 2)), "AQI=");
  assert.equal(field("blob", new Uint8Array(100)).length, 136);
  assert.equal(field("string", ""), "");
});

test("TextTupleEncoder writes doubles that read back the same", () => {
  assert.equal(field("double", 0.1), "0.1");
  assert.equal(field("double", 1e300), "1e+300");
  assert.equal(field("double", -0), "-0");
  assert.equal(field("double", NaN), "nan");
  assert.equal(field("double", null), "nan");
  assert.equal(field("double", Infinity), "inf");
  assert.equal(field("double", -Infinity), "-inf");
});

test("TextTupleEncoder writes vectors with their length", () => {
  assert.equal(field("[int32]", [1, -2]), "2 1 -2");
  assert.equal(field("[uint64]", [1n]), "1 1");
  assert.equal(field("[double]", [0.5, NaN, -Infinity]), "3 0.5 nan -inf");
  assert.equal(field("[bool]", [true, false]), "2 T F");
  assert.equal(field("[int64]", []), "0");
});

test("TextTupleEncoder escapes strings from version 4 on", () => {
  const text = "a\tb\nc\rd\\e";
  assert.equal(field("string", text, 4), "a\\tb\\nc\\rd\\\\e");
  assert.equal(field("string", "C:\\temp\r", 3), "C:\\temp\r");
  for (const version of [1, 2, 3]) {
    for (const bad of ["a\tb", "a\nb"]) {
      assert.throws(() => field("string", bad, version), {
        name: "EncodeError",
        message:
          `Cannot encode string field x: it has a tab or newline, which ` +
          `protocol ${version} cannot escape; replace it or use protocol 4 or later`,
      });
    }
  }
});

test("TextTupleEncoder rejects a string that ends in NUL", () => {
  assert.equal(field("string", "a\0b"), "a\0b");
  assert.throws(() => field("string", "a\0"), {
    message: /ends in NUL, which text loses; drop it or send binary/,
  });
});

test("TextTupleEncoder rejects values of the wrong kind", () => {
  const wrong: [string, OmlValue][] = [
    ["int32", "1"],
    ["int32", 0.5],
    ["uint32", -1],
    ["int64", 1],
    ["uint64", -1n],
    ["guid", 0],
    ["double", 1n],
    ["bool", 1],
    ["string", 1],
    ["blob", "AQI="],
    ["[int32]", 1],
    ["[int32]", [1n]],
    ["[bool]", [1]],
    ["[double]", new Uint8Array(1)],
  ];
  for (const [type, value] of wrong) {
    assert.throws(() => field(type, value), EncodeError, type);
  }
});
