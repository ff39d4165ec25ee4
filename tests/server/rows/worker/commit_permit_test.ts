import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isWithdrawn,
  makePermit,
  putBackPermit,
  takePermit,
  withdrawPermit,
} from "../../../../server/rows/worker/commit_permit.ts";

test("A permit can be taken once, and again after it was put back", () => {
  const permit = makePermit();
  assert.equal(takePermit(permit), true);
  assert.equal(takePermit(permit), false);
  putBackPermit(permit);
  assert.equal(takePermit(permit), true);
});

test("A withdrawn permit can be neither taken nor put back", () => {
  const permit = makePermit();
  assert.equal(withdrawPermit(permit), true);
  putBackPermit(permit);
  assert.equal(takePermit(permit), false);
});

test("Withdrawing a taken permit reports that, and prevents further takes", () => {
  const permit = makePermit();
  takePermit(permit);
  assert.equal(withdrawPermit(permit), false);
  putBackPermit(permit);
  assert.equal(takePermit(permit), false);
});

test("A thread that prepares a commit sees that its permit was withdrawn", () => {
  const permit = makePermit();
  assert.equal(isWithdrawn(permit), false);
  takePermit(permit);
  assert.equal(isWithdrawn(permit), false);
  withdrawPermit(permit);
  assert.equal(isWithdrawn(permit), true);
});
