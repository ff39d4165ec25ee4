import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryShare } from "../../../server/experiments/experiment_options.ts";
import { DEFAULT_SERVER_OPTIONS } from "../../../server/options.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const options = DEFAULT_SERVER_OPTIONS.collect;

test("A few experiments each have their full memory", () => {
  const alone = { most: 2 * MIB, enough: 512 * KIB, isShort: false };
  assert.deepEqual(memoryShare(options, 1), alone);
  assert.deepEqual(memoryShare(options, 32), alone);
});

test("Many experiments share the memory, and commit at a quarter of their share", () => {
  assert.deepEqual(memoryShare(options, 64), {
    most: 1 * MIB,
    enough: 256 * KIB,
    isShort: true,
  });
});

test("Each experiment keeps a minimum share", () => {
  assert.deepEqual(memoryShare(options, 10_000), {
    most: 256 * KIB,
    enough: 64 * KIB,
    isShort: true,
  });
});
