import assert from "node:assert/strict";
import { test } from "node:test";
import { cycleFaults } from "../../../tools/checks/cycles.ts";

const GRAPH = new Map([
  ["a.ts", ["b.ts", "node:fs"]],
  ["b.ts", ["c.ts"]],
  ["c.ts", ["b.ts", "a.ts"]],
  ["d.ts", ["a.ts"]],
]);

test("cycleFaults() shows the shortest cycle", () => {
  const [fault, ...others] = cycleFaults(GRAPH, []);
  assert.equal(fault.file, "a.ts");
  assert.equal(fault.rule, "imports itself: a.ts -> b.ts -> c.ts -> a.ts");
  assert.deepEqual(others, []);
});

test("cycleFaults() finds nothing without a cycle", () => {
  const graph = new Map([["a.ts", ["b.ts", "c.ts"]], ["b.ts", ["c.ts"]]]);
  assert.deepEqual(cycleFaults(graph, []), []);
});

test("cycleFaults() ignores exceptions, but not other cycles", () => {
  assert.deepEqual(
    cycleFaults(GRAPH, ["c.ts -> a.ts"]).map(({ rule }) => rule),
    ["imports itself: b.ts -> c.ts -> b.ts"],
  );
  assert.deepEqual(cycleFaults(GRAPH, ["b.ts -> c.ts"]), []);
});

test("cycleFaults() rejects exceptions that close no cycle", () => {
  const rules = cycleFaults(GRAPH, ["b.ts -> c.ts", "d.ts -> a.ts", "e -> f"])
    .map(({ rule }) => rule);
  assert.deepEqual(rules, [
    'the exception "d.ts -> a.ts" closes no cycle',
    'the exception "e -> f" closes no cycle',
  ]);
});
