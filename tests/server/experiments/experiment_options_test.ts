import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryShare } from "../../../server/experiments/experiment_options.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../../server/options.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const options = DEFAULT_SERVER_OPTIONS.collect;

test("A few experiments hold as much as they may, whatever the others do", () => {
  const alone = { most: 2 * MIB, enough: 512 * KIB, isShort: false };
  assert.deepEqual(memoryShare(options, 1), alone);
  assert.deepEqual(memoryShare(options, 32), alone);
});

test("Many share the memory, and commit a quarter of what they may hold", () => {
  assert.deepEqual(memoryShare(options, 64), {
    most: 1 * MIB,
    enough: 256 * KIB,
    isShort: true,
  });
});

test("However many there are, each may hold a little", () => {
  assert.deepEqual(memoryShare(options, 10_000), {
    most: 256 * KIB,
    enough: 64 * KIB,
    isShort: true,
  });
});
