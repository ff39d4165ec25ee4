import assert from "node:assert/strict";
import { test } from "node:test";
import { number, shortTable } from "../../../cli/status/short_table.ts";

const COLUMNS = [{ title: "NAME" }, number("COUNT")];
const cells = (count: number) => [`n${count}`, `${count}`];

test("Without items there is no table", () => {
  assert.equal(shortTable(COLUMNS, [], cells), "");
});

test("Numbers are aligned to the right", () => {
  assert.equal(
    shortTable(COLUMNS, [5, 12], cells),
    "NAME  COUNT\nn5        5\nn12      12\n",
  );
});

test("What is too much for a screen is only counted", () => {
  const items = Array.from({ length: 50 }, (_, at) => at);
  const lines = shortTable(COLUMNS, items, cells).split("\n");
  assert.equal(lines.length, 1 + 40 + 1 + 1);
  assert.equal(lines.at(-2), "(10 more: see --json)");
});
