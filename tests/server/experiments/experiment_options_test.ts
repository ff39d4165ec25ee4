import assert from "node:assert/strict";
import { test } from "node:test";
import {
  leastShare,
  memoryShare,
} from "../../../server/experiments/experiment_options.ts";
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

test("No share, and no batch that is large enough, is below the least one", () => {
  for (const commitBytes of [10 * KIB, 512 * KIB, 2 * MIB]) {
    for (const maxBytes of [20 * KIB, 200 * KIB, 2 * MIB]) {
      const collect = { ...options, commitBytes, maxBytes };
      const least = leastShare(collect);
      for (const experiments of [1, 40, 10_000]) {
        const { most, enough } = memoryShare(collect, experiments, 40 * MIB);
        assert.ok(least <= most && least <= enough, `${least} ${most}`);
      }
    }
  }
});
