import assert from "node:assert/strict";
import { test } from "node:test";
import {
  mergedText,
  partText,
  progressText,
} from "../../../cli/merge/merge_text.ts";

test("Parts and the result are described in a line each", () => {
  assert.equal(
    partText("1/a.sq3", 12_345, 1),
    "1/a.sq3: 12,345 rows, 1 sender",
  );
  const merged = { rows: 1, tables: 2, senders: 3, repeated: 0, rejected: 4 };
  assert.equal(
    mergedText("a.sq3", merged),
    "a.sq3: 1 row, 2 tables, 3 senders, 4 rejected",
  );
  assert.match(
    mergedText("a.sq3", { ...merged, repeated: 1 }),
    /; 1 row was in another part, too$/,
  );
  assert.match(
    mergedText("a.sq3", { ...merged, repeated: 2_000 }),
    /; 2,000 rows were in another part, too$/,
  );
});

test("Progress names the table", () => {
  assert.equal(
    progressText({ table: "app_m", read: 1_000, repeated: 3 }, 2_000),
    "app_m: 1,000 of 2,000 rows",
  );
});
