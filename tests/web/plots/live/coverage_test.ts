import assert from "node:assert/strict";
import { test } from "node:test";
import { Coverage } from "../../../../web/plots/live/coverage.ts";

test("the share is that of the last minute", () => {
  const coverage = new Coverage();
  assert.equal(coverage.share(0), 1);
  coverage.add(10, 30, 1);
  coverage.add(10, 0, 1.5);
  assert.equal(coverage.share(2), 0.4);
  coverage.add(50, 0, 30);
  assert.equal(coverage.share(31), 0.7);
  assert.equal(coverage.share(62), 1);
});
