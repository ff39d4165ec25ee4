import assert from "node:assert/strict";
import { test } from "node:test";
import { Recent } from "../../../server/rows/recent.ts";

test("Recent keeps the most recently used entries", () => {
  const recent = new Recent<string, number>(2);
  recent.set("a", 1);
  recent.set("b", 2);
  assert.equal(recent.get("a"), 1);
  recent.set("c", 3);
  assert.equal(recent.get("b"), undefined);
  assert.equal(recent.get("a"), 1);
  assert.equal(recent.get("c"), 3);
});
