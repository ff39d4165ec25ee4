import assert from "node:assert/strict";
import { test } from "node:test";
import { chooser, isChosen } from "../../bench/option_values.ts";

const choose = chooser(["slow-1x1", "slow-100x10", "text-1x1", "text-1x10"]);

test("a word chooses the scenario of that name, or all that begin with it", () => {
  assert.deepEqual(choose("slow", []), ["slow-1x1", "slow-100x10"]);
  assert.deepEqual(choose("text-1x1", ["rest"]), ["rest", "text-1x1"]);
});

test("a word that chooses nothing is an error with the names", () => {
  assert.throws(() => choose("fast", []), /slow-1x1, slow-100x10, text-1x1/);
});

test("without --only everything is chosen", () => {
  assert.equal(isChosen([], "rest"), true);
  assert.equal(isChosen(["slow-1x1"], "rest"), false);
});
