import assert from "node:assert/strict";
import { test } from "node:test";
import { EncodeError } from "../../../codec/errors.ts";
import { tupleFault, ValueCheck } from "../../../codec/tuples/value_check.ts";
import type { OmlType } from "../../../codec/values/oml_type.ts";
import type { OmlValue } from "../../../codec/values/oml_value.ts";

function check(type: OmlType): ValueCheck {
  const values = new ValueCheck();
  values.field = { name: "x", type };
  return values;
}

function message(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert(error instanceof EncodeError);
    return error.message;
  }
  throw new Error("accepted");
}

test("ValueCheck.number() is exact at the bounds", () => {
  const int32 = check("int32");
  for (const value of [-(2 ** 31), -1, 0, 2 ** 31 - 1]) {
    assert.equal(int32.number(value, "int32"), value);
  }
  const uint32 = check("uint32");
  for (const value of [0, 1, 2 ** 32 - 1]) {
    assert.equal(uint32.number(value, "uint32"), value);
  }
  for (const value of [-(2 ** 31) - 1, 2 ** 31, 2 ** 53, Infinity, NaN, 0.5]) {
    assert.throws(() => int32.number(value, "int32"), EncodeError);
  }
  for (const value of [-1, 2 ** 32, 2 ** 53, -Infinity, NaN, 0.5]) {
    assert.throws(() => uint32.number(value, "uint32"), EncodeError);
  }
});

test("ValueCheck.bigint() is exact at the bounds", () => {
  for (const value of [-(2n ** 63n), 0n, 2n ** 63n - 1n]) {
    assert.equal(check("int64").bigint(value, "int64"), value);
  }
  for (const type of ["uint64", "guid"] as const) {
    for (const value of [0n, 2n ** 64n - 1n]) {
      assert.equal(check(type).bigint(value, type), value);
    }
    for (const value of [-1n, 2n ** 64n]) {
      assert.throws(() => check(type).bigint(value, type), EncodeError);
    }
  }
  for (const value of [-(2n ** 63n) - 1n, 2n ** 63n]) {
    assert.throws(() => check("int64").bigint(value, "int64"), EncodeError);
  }
});

test("ValueCheck accepts null only for a guid and a double", () => {
  assert.equal(check("guid").bigint(null, "guid"), 0n);
  assert.equal(check("double").double(null), NaN);
  assert.throws(() => check("int64").bigint(null, "int64"), EncodeError);
  assert.throws(() => check("int32").number(null, "int32"), EncodeError);
});

test("ValueCheck names the field, the kind of the value and the remedy", () => {
  const cases: [string, () => unknown][] = [
    [
      "Cannot encode int64 field x: it is a number, give a bigint such as 42n",
      () => check("int64").bigint(1, "int64"),
    ],
    [
      "Cannot encode int32 field x: it is a bigint, give a number",
      () => check("int32").number(1n, "int32"),
    ],
    [
      "Cannot encode int32 field x: 0.5 is no integer, round it or declare a double",
      () => check("int32").number(0.5, "int32"),
    ],
    [
      "Cannot encode int32 field x: 2147483648 is out of range, clamp it or declare a wider type",
      () => check("int32").number(2 ** 31, "int32"),
    ],
    [
      "Cannot encode guid field x: it is not within 0 to 18446744073709551615, clamp it",
      () => check("guid").bigint(-1n, "guid"),
    ],
    [
      "Cannot encode double field x: it is a string, give a number",
      () => check("double").double("1"),
    ],
    [
      "Cannot encode bool field x: it is a number, give true or false",
      () => check("bool").bool(0),
    ],
    [
      "Cannot encode string field x: it is a Uint8Array, give a string",
      () => check("string").string(new Uint8Array(1)),
    ],
    [
      "Cannot encode blob field x: it is a string, give a Uint8Array",
      () => check("blob").blob("text"),
    ],
    [
      "Cannot encode [bool] field x: it is a boolean, give an array",
      () => check("[bool]").elements(true),
    ],
    [
      "Cannot encode string field x: it is an array, give a string",
      () => check("string").string([1]),
    ],
    [
      "Cannot encode string field x: it is missing, give a string",
      () => check("string").string(undefined as unknown as OmlValue),
    ],
  ];
  for (const [expected, run] of cases) assert.equal(message(run), expected);
});

test("ValueCheck returns valid values", () => {
  const blob = new Uint8Array(1);
  const list = [true];
  assert.equal(check("bool").bool(false), false);
  assert.equal(check("string").string(""), "");
  assert.equal(check("double").double(-0), -0);
  assert.equal(check("blob").blob(blob), blob);
  assert.equal(check("[bool]").elements(list), list);
});

test("tupleFault() names the stream", () => {
  assert.equal(
    tupleFault("app_m", "it is late").message,
    "Cannot encode a tuple of stream app_m: it is late",
  );
});
