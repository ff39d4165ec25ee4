import assert from "node:assert/strict";
import { test } from "node:test";
import { measureBusyShare } from "../../../tools/testing/busy_share.mjs";

test("A processor that works for half a second is seen", () => {
  const told = measureBusyShare();
  const start = performance.now();
  while (performance.now() - start < 600);
  const [, seconds, share] = /^(\d+) s, processors (\d+) % busy$/
    .exec(told()) ?? [];
  assert.ok(Number(seconds) >= 1);
  assert.ok(Number(share) > 0 && Number(share) <= 100, `${share} %`);
});
