import assert from "node:assert/strict";
import { test } from "node:test";
import { roomForRejects } from "../../../server/rows/reject_limits.ts";

const MIB = 1024 * 1024;

test("A database keeps 10,000 rejected samples", () => {
  const room = (rejectRows: number) =>
    roomForRejects({ rejectRows, rejectBytes: 0 });
  assert.equal(room(0), 10_000);
  assert.equal(room(9_999), 1);
  assert.equal(room(10_000), 0);
  assert.equal(room(10_001), 0);
});

test("A database keeps no more rejected samples beyond 64 MiB", () => {
  const room = (rejectBytes: number) =>
    roomForRejects({ rejectRows: 10, rejectBytes });
  assert.equal(room(64 * MIB - 1), 9_990);
  assert.equal(room(64 * MIB), 0);
});
