import assert from "node:assert/strict";
import { test } from "node:test";
import { markOpen } from "../../../cli/ls/listing.ts";

const experiments = ["a", "b"].map((name) => ({
  ...{ name, tables: 1, senders: 2, rows: 3 },
}));

test("Experiments that a server names are open, all others closed", () => {
  assert.deepEqual(
    markOpen(experiments, new Set(["b", "c"])).map(({ open }) => open),
    [false, true],
  );
});

test("Without an answer it is unknown whether they are open", () => {
  assert.deepEqual(
    markOpen(experiments, undefined).map(({ open }) => open),
    [null, null],
  );
});
