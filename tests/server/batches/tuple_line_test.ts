import assert from "node:assert/strict";
import { test } from "node:test";
import { ByteWriter } from "../../../codec/bytes/byte_writer.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import type { CellValue } from "../../../server/batches/cell_values.ts";
import { writeTupleLine } from "../../../server/batches/tuple_line.ts";
import { bytes, latin1 } from "../../_support/packet.ts";

/** The line for one value of a type, without what stands before it. */
function field(type: string, value: CellValue): string {
  const writer = new ByteWriter();
  const schema = parseSchema(`3 app_m a:${type}`);
  writeTupleLine(writer, schema, [1, 7, 0.5, 99, value]);
  const line = latin1(writer.take());
  assert.ok(line.startsWith("0.5\t3\t7\t") && line.endsWith("\n"), line);
  return line.slice(8, -1);
}

const cases: readonly [string, CellValue, string][] = [
  ["int32", -5, "-5"],
  ["uint32", 4_294_967_295, "4294967295"],
  ["int64", -(2n ** 63n), "-9223372036854775808"],
  ["uint64", -1, "18446744073709551615"],
  ["uint64", -(2n ** 63n), "9223372036854775808"],
  ["int32", null, "nan"],
  ["uint64", null, "nan"],
  ["guid", null, "0"],
  ["guid", -1n, "18446744073709551615"],
  ["double", null, "nan"],
  ["double", 0.1, "0.1"],
  ["double", -0, "-0"],
  ["double", -Infinity, "-inf"],
  ["double", 5n, "5"],
  ["bool", 0, "F"],
  ["bool", 1n, "T"],
  ["string", bytes("a\tb\nc\rd\\e"), "a\\tb\\nc\\rd\\\\e"],
  ["string", new Uint8Array([0xff, 0x41]), "\xffA"],
  ["string", bytes(""), ""],
  ["blob", new Uint8Array([0, 1, 2]), "AAEC"],
  ["blob", new Uint8Array(), ""],
  ["[int64]", bytes("[ -1, 9007199254740993 ]"), "2 -1 9007199254740993"],
  ["[double]", bytes("[ 1.5, null, 9e999, -9e999 ]"), "4 1.5 nan inf -inf"],
  ["[bool]", bytes("[ true, false ]"), "2 true false"],
  ["[double]", bytes("[ 9e+99, 1.9e-99, -0.0 ]"), "3 9e+99 1.9e-99 -0.0"],
  ["[int32]", bytes("[ 7 ]"), "1 7"],
  ["[int32]", bytes(""), "0"],
];

for (const [type, value, expected] of cases) {
  test(`${type} ${expected} is written so that it is read the same`, () => {
    assert.equal(field(type, value), expected);
  });
}
