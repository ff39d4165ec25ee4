import assert from "node:assert/strict";
import { test } from "node:test";
import { badField, Reason } from "../../../codec/tuples/reasons.ts";
import {
  REJECT_CLASSES,
  rejectClass,
} from "../../../http/metrics/reject_classes.ts";

test("Each reason has a class of its own, all fields one together", () => {
  const classes = Object.values(Reason).map(rejectClass);
  assert.equal(new Set(classes).size, classes.length);
  assert.equal(rejectClass(Reason.tooManyStreams), "too_many_streams");
  assert.equal(rejectClass(badField("a", "int32")), "field_value");
  assert.equal(rejectClass(badField("b", "string")), "field_value");
});

test("The classes are few, and known beforehand", () => {
  const reasons = [...Object.values(Reason), badField("a", "int32")];
  assert.deepEqual(reasons.map(rejectClass), REJECT_CLASSES);
  for (const name of REJECT_CLASSES) assert.match(name, /^[a-z_]+$/);
});
