import assert from "node:assert/strict";
import { test } from "node:test";
import { count, summary } from "../../../tools/testing/summary.mjs";

function made(file: string, outcome: string, more = {}) {
  return { file, name: `Does ${file}`, seconds: 2, outcome, ...more };
}

const lint = { suite: "lint", tests: [made("", "passed")] };

test("A summary without faults has the slowest files and the counts", () => {
  const deno = { suite: "Deno", tests: [made("a", "passed")], onlyAlone: [] };
  assert.deepEqual(summary([lint, deno]), [
    "",
    "The slowest files:",
    "     2.0 s  Deno, a",
    "",
    "2 passed, 0 failed",
  ]);
});

test("Failed tests come before the counts, with suite, file, name and error", () => {
  const error = "Error: no\n\n    at a";
  const deno = { suite: "Deno", tests: [made("a", "failed", { error })] };
  assert.deepEqual(summary([lint, deno]).slice(-7), [
    "Failed:",
    "  Deno, a: Does a",
    "      Error: no",
    "",
    "          at a",
    "",
    "1 passed, 1 failed",
  ]);
});

test("A long error is shortened", () => {
  const error = Array.from({ length: 100 }, (_, i) => `line ${i}`).join("\n");
  const deno = { suite: "Deno", tests: [made("a", "failed", { error })] };
  assert.equal(summary([deno]).at(-3), "      (60 more lines)");
});

test("A test that passed only alone is named with its first error, and has passed", () => {
  const deno = {
    suite: "Deno",
    tests: [made("a", "passed")],
    onlyAlone: [made("a", "failed", { error: "Error: late" })],
  };
  assert.deepEqual(summary([deno]).slice(-5), [
    "Passed only when run alone; what failed beside other tests:",
    "  Deno, a: Does a",
    "      Error: late",
    "",
    "1 passed, 0 failed",
  ]);
});

test("Tests that ran in no suite are left out, with the reason if a suite has one", () => {
  const deno = {
    suite: "Deno",
    tests: [made("a", "skipped"), made("b", "skipped")],
  };
  const reason = "no pen";
  const node = {
    suite: "Node",
    tests: [made("a", "passed"), made("b", "skipped", { reason })],
  };
  const lines = summary([deno, node]);
  const start = lines.indexOf("Left out on every runtime:");
  assert.deepEqual(lines.slice(start + 1, start + 3), [
    "  b: Does b: no pen",
    "",
  ]);
});

test("Skipped tests count neither as passed nor as failed", () => {
  const suite = {
    suite: "",
    tests: [made("a", "skipped"), made("a", "failed")],
  };
  assert.equal(count([suite], "passed"), 0);
  assert.equal(count([suite], "failed"), 1);
});
