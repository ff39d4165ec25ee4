import assert from "node:assert/strict";
import { test } from "node:test";
import { byName, formatNames } from "../../../web/format/lists.ts";

test("A few names are all named", () => {
  assert.equal(formatNames([]), "");
  assert.equal(formatNames(["n1"]), "n1");
  assert.equal(formatNames(["n1", "n2"]), "n1 and n2");
  assert.equal(formatNames(["a", "b", "c", "d"]), "a, b, c and d");
});

test("Many names end with the number of the others", () => {
  assert.equal(formatNames(["a", "b", "c", "d", "e"]), "a, b, c and 2 others");
});

test("Names with numbers are sorted by them", () => {
  assert.deepEqual(["n10", "n2", "n1"].sort(byName), ["n1", "n2", "n10"]);
});
