import assert from "node:assert/strict";
import { test } from "node:test";
import { progressBar } from "../../../cli/report/progress_bar.ts";

test("The bar is as long as the share of the rows that are read", () => {
  const rest = "-".repeat(15);
  assert.equal(
    progressBar(500_000, 1_000_000),
    `[###############${rest}] 50 %, 500,000 rows`,
  );
});

test("More rows than estimated are all, and so is nothing", () => {
  assert.match(progressBar(12, 10), /^\[#{30}\] 100 %, 12 rows$/);
  assert.match(progressBar(0, 0), /^\[#{30}\] 100 %, 0 rows$/);
});
