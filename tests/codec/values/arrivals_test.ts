import assert from "node:assert/strict";
import { test } from "node:test";
import { arrivalsSchema, isArrivals } from "../../../codec/values/arrivals.ts";
import { parseSchema } from "../../../codec/values/schema.ts";

test("Only the stream that the header names has times of arrival", () => {
  assert.equal(isArrivals(arrivalsSchema(7), 7), true);
  assert.equal(isArrivals(arrivalsSchema(7), 6), false);
  assert.equal(isArrivals(arrivalsSchema(7), undefined), false);
  assert.equal(isArrivals(parseSchema("7 app_m stream:uint32"), 7), false);
});
