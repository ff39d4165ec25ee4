import assert from "node:assert/strict";
import { test } from "node:test";
import { coverageOf } from "./coverage.ts";
import { merged, type PartResult, resultsPage, violations } from "./results.ts";

const RESULT: PartResult = {
  part: "kill",
  runtime: "node",
  command: "deno task torture --long --only kill",
  seconds: 90,
  machine: {
    hardware: "a computer",
    system: "Linux",
    versions: "Node 26",
    commit: "abc",
    date: "2026-11-30",
  },
  tests: [
    { name: "one", outcome: "passed", seconds: 1, told: ["84 kills"] },
    { name: "two", outcome: "failed", seconds: 2, told: [] },
    { name: "three", outcome: "skipped", seconds: 0, told: [] },
  ],
};

test("The results of a part replace those of its last run", () => {
  const again = { ...RESULT, seconds: 1 };
  const other = { ...RESULT, runtime: "deno" as const };
  assert.deepEqual(merged([RESULT, other], [again]), [again, other]);
});

test("The page of results has commands, versions, counts and violations", () => {
  const page = resultsPage([RESULT]);
  assert.equal(violations([RESULT]), 1);
  assert.match(page, /\*\*1 violation\*\* in 3 tests, .* 1 min 30 s in all/s);
  assert.match(page, /^## kill, node$/m);
  assert.match(page, /`deno task torture --long --only kill`/);
  assert.match(page, /^2026-11-30, 1 min 30 s, commit abc, Node 26, Linux, /m);
  assert.match(page, /^- one: passed, 1 s\n {2}- 84 kills$/m);
  assert.match(page, /^- two: \*\*VIOLATED\*\*, 2 s$/m);
});

test("Coverage is added up by folder", () => {
  const lcov = ["codec/text/a.ts", "codec/text/b.ts", "tests/c.ts"].map((
    path,
  ) => `SF:/somewhere/${path}\nBRF:4\nBRH:1\nLH:3\nLF:10\nend_of_record\n`)
    .join("");
  const sums = { lines: [6, 20], branches: [2, 8] };
  assert.deepEqual(coverageOf(lcov, "codec"), [
    { folder: "codec/text", ...sums },
    { folder: "all", ...sums },
  ]);
});
