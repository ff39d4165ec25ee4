import assert from "node:assert/strict";
import { test } from "node:test";
import { Watchable } from "../../../web/live/watchable.ts";

test("Who watches is called when the value changes, and only then", () => {
  const value = new Watchable(1);
  const seen: number[] = [];
  const end = value.watch((next) => seen.push(next));
  value.set(2);
  value.set(2);
  end();
  value.set(3);
  assert.deepEqual(seen, [2]);
  assert.equal(value.value, 3);
});

test("Someone may stop watching while being called", () => {
  const value = new Watchable("a");
  const seen: string[] = [];
  const end = value.watch((next) => {
    seen.push(next);
    end();
  });
  value.watch((next) => seen.push(`${next}!`));
  value.set("b");
  value.set("c");
  assert.deepEqual(seen, ["b", "b!", "c!"]);
});
