import assert from "node:assert/strict";
import { test } from "node:test";
import { laneHeight, linesHeight } from "../../../../web/plots/view/heights.ts";

test("several panels are lower than one", () => {
  assert.ok(linesHeight(1, false) > linesHeight(2, false));
  assert.ok(linesHeight(2, false) > linesHeight(3, false));
  assert.ok(linesHeight(3, true) > linesHeight(3, false));
});

test("lanes grow with the senders, up to a limit", () => {
  assert.ok(laneHeight(20, false) > laneHeight(1, false));
  assert.equal(laneHeight(1_000, false), laneHeight(100_000, false));
});
