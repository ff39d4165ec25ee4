import assert from "node:assert/strict";
import { test } from "node:test";
import { type LoadOptions, planFlows } from "../../load/load_options.ts";

const OPTIONS: LoadOptions = {
  host: "localhost",
  port: 3003,
  connections: 5,
  experiments: 2,
  domain: undefined,
  tuples: 12,
  seconds: Infinity,
  rate: undefined,
  content: "text",
  schema: "lin",
};

test("Tuples and experiments are distributed evenly", () => {
  const flows = planFlows(OPTIONS, "run");
  assert.deepEqual(flows.map(({ tuples }) => tuples), [3, 3, 2, 2, 2]);
  assert.deepEqual(flows.map(({ domain }) => domain), [
    ...["load-run-0", "load-run-1", "load-run-0", "load-run-1", "load-run-0"],
  ]);
  assert.equal(new Set(flows.map(({ sender }) => sender)).size, 5);
});

test("Domains may be named, and senders still belong to the run", () => {
  const [, second] = planFlows({ ...OPTIONS, domain: "x" }, "run");
  assert.deepEqual(second, { domain: "x-1", sender: "load-run-1", tuples: 3 });
});

test("A load with a duration has no number of tuples", () => {
  const flows = planFlows({ ...OPTIONS, tuples: Infinity }, "run");
  assert(flows.every(({ tuples }) => tuples === Infinity));
});
