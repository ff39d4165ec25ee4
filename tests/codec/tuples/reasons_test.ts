import assert from "node:assert/strict";
import { test } from "node:test";
import { badField, Reason } from "../../../codec/tuples/reasons.ts";

test("Reason has a distinct text for each fault", () => {
  const reasons = Object.values(Reason);
  assert.equal(new Set(reasons).size, reasons.length);
});

test("badField() names the field and its type", () => {
  assert.equal(badField("a", "int32"), "field a is not a valid int32");
});
