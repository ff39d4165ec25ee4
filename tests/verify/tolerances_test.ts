import assert from "node:assert/strict";
import { test } from "node:test";
import type { OmlType } from "../../codec/values/oml_type.ts";
import type { ExactValue } from "../../stored/stored.ts";
import {
  type Backend,
  reduceValue,
  type Tolerance,
  tolerancesFor,
} from "../../verify/tolerances.ts";

function names(tolerances: readonly Tolerance[]): string[] {
  return tolerances.map(({ name }) => name);
}

function reduced(
  [type, value]: readonly [OmlType, ExactValue],
  backends: readonly Backend[],
  original?: Backend,
): ExactValue {
  const tolerances = tolerancesFor(backends, original)
    .filter(({ types }) => types.includes(type));
  return reduceValue(value, tolerances);
}

test("tolerancesFor() tolerates nothing between databases of one kind", () => {
  assert.deepEqual(tolerancesFor(["sqlite", "sqlite"]), []);
  assert.deepEqual(tolerancesFor(["postgresql", "postgresql"]), []);
});

test("tolerancesFor() tolerates what SQLite can't store", () => {
  const both: Backend[] = ["postgresql", "sqlite"];
  assert.deepEqual(names(tolerancesFor(both)), ["nan", "zero"]);
  assert.equal(reduced(["double", NaN], both), null);
  assert.ok(Object.is(reduced(["double", -0], both), 0));
  assert.equal(reduced(["double", 1.5], both), 1.5);
  const vector = [NaN, -0];
  assert.equal(reduced(["[double]", vector], both), vector);
});

test("tolerancesFor() tolerates what the original rounds in SQLite", () => {
  const both: Backend[] = ["sqlite", "sqlite"];
  const original = tolerancesFor(both, "sqlite");
  assert.deepEqual(names(original), ["vector"]);
  assert.equal(reduced(["uint32", -1], both, "sqlite"), -1);
  assert.equal(reduced(["int32", -1], both, "sqlite"), -1);
  assert.equal(reduced(["double", 1 / 3], both, "sqlite"), 1 / 3);
  assert.deepEqual(
    reduced(["[double]", [1 / 3, null, -0, Infinity, 1e300]], both, "sqlite"),
    [0.333333333333333, null, -0, Infinity, 1e300],
  );
});

test("tolerancesFor() tolerates what the original rounds in PostgreSQL", () => {
  const both: Backend[] = ["postgresql", "postgresql"];
  const original = tolerancesFor(both, "postgresql");
  assert.deepEqual(names(original), ["vector", "double"]);
  const rounded = (value: number) =>
    reduced(["double", value], both, "postgresql");
  assert.equal(rounded(1 / 3), 0.333333333333333);
  assert.ok(Object.is(rounded(-0), -0));
  assert.ok(Number.isNaN(rounded(NaN)));
  assert.equal(reduced(["uint32", -1], both, "postgresql"), -1);
});

test("reduceValue() tells which tolerances changed a value", () => {
  const tolerances = tolerancesFor(["sqlite", "postgresql"])
    .filter(({ types }) => types.includes("double"));
  const bits = (value: ExactValue) => {
    const found: number[] = [];
    reduceValue(value, tolerances, (bit) => found.push(bit));
    return found;
  };
  const [nan, zero] = tolerances.map(({ bit }) => bit);
  assert.deepEqual(bits(NaN), [nan]);
  assert.deepEqual(bits(-0), [zero]);
  assert.deepEqual(bits(0), []);
  assert.deepEqual(bits(null), []);
});

test("a vector that is not rounded stays the same list", () => {
  const vector = [1.5, null, -2];
  assert.equal(
    reduced(["[double]", vector], ["sqlite", "sqlite"], "sqlite"),
    vector,
  );
});
