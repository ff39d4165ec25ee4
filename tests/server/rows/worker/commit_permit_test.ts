import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isWithdrawn,
  makePermit,
  putBackPermit,
  takePermit,
  withdrawPermit,
} from "../../../../server/rows/worker/commit_permit.ts";

test("A permit can be taken once, and again when it was put back", () => {
  const permit = makePermit();
  assert.equal(takePermit(permit), true);
  assert.equal(takePermit(permit), false);
  putBackPermit(permit);
  assert.equal(takePermit(permit), true);
});

test("A permit that was withdrawn can't be taken, nor put back", () => {
  const permit = makePermit();
  assert.equal(withdrawPermit(permit), true);
  putBackPermit(permit);
  assert.equal(takePermit(permit), false);
});

test("Whoever withdraws a permit that was taken is told, and it is not taken again", () => {
  const permit = makePermit();
  takePermit(permit);
  assert.equal(withdrawPermit(permit), false);
  putBackPermit(permit);
  assert.equal(takePermit(permit), false);
});

test("Whoever is on the way to a commit sees that its permit was withdrawn", () => {
  const permit = makePermit();
  assert.equal(isWithdrawn(permit), false);
  takePermit(permit);
  assert.equal(isWithdrawn(permit), false);
  withdrawPermit(permit);
  assert.equal(isWithdrawn(permit), true);
});
