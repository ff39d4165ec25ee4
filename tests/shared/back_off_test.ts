import assert from "node:assert/strict";
import { test } from "node:test";
import { backOff } from "../../shared/back_off.ts";

test("backOff() doubles the pause up to the limit", () => {
  const pauses = [1, 2, 3, 4, 5].map((failures) =>
    backOff(failures, [50, 300])
  );
  assert.deepEqual(pauses, [50, 100, 200, 300, 300]);
  assert.equal(backOff(5_000, [50, 300]), 300);
});
