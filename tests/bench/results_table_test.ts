import assert from "node:assert/strict";
import { test } from "node:test";
import type { Run } from "../../bench/results.ts";
import { type Column, resultsTable } from "../../bench/results_table.ts";

const RATE: Column = {
  ...{ head: "k/s", figure: "rate", unit: 1000, digits: 0, isCompared: true },
};

function run(
  scenario: string,
  contestant: string,
  round: number,
  rate: number,
): Run {
  return { scenario, contestant, round, figures: { rate }, faults: [] };
}

test("a table has medians, and medians of the rounds' ratios to the last contestant", () => {
  const runs = [
    ...[run("s", "ours", 1, 8000), run("s", "theirs", 1, 2000)],
    ...[run("s", "ours", 2, 3000), run("s", "theirs", 2, 1000)],
    ...[run("s", "ours", 3, 6000), run("s", "theirs", 3, 3000)],
  ];
  const text = resultsTable(runs, [{ name: "s", title: "a load" }], [RATE]);
  assert.equal(
    text,
    [
      "|  | k/s (x theirs) |",
      "| --- | --: |",
      "| a load, ours | 6 (3.00) |",
      "| a load, theirs | 2 |",
    ].join("\n"),
  );
});

test("a table leaves out what was not measured, and marks what exceeds a limit", () => {
  const runs = [run("s", "ours", 1, 8000), run("t", "ours", 1, 1000)];
  const text = resultsTable(
    runs,
    [{ name: "s", title: "" }, { name: "u", title: "not measured" }],
    [{ ...RATE, limit: 7000 }],
  );
  assert.equal(text, "|  | k/s |\n| --- | --: |\n| ours | **8** |");
});

test("a table compares rates with yardsticks of the same round", () => {
  const runs = [
    ...[run("y", "limit", 1, 4000), run("s", "ours", 1, 8000)],
    ...[run("y", "limit", 2, 1000), run("s", "ours", 2, 3000)],
  ];
  const text = resultsTable(runs, [{ name: "s", title: "" }], [RATE], [
    { scenario: "y", contestant: "limit" },
  ]);
  assert.match(text, /^\| {2}\| k\/s \| x limit \|$/m);
  assert.match(text, /^\| ours \| 6 \| 2\.50 \|$/m);
});
