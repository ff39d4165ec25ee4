import assert from "node:assert/strict";
import { test } from "node:test";
import {
  median,
  medianRatio,
  roundsOf,
  type Run,
} from "../../bench/results.ts";

test("median() is the middle one of the known values", () => {
  assert.equal(median([5, 1, undefined, 3]), 3);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(median([undefined]), undefined);
});

test("medianRatio() compares within each round, whatever the load of the machine", () => {
  assert.equal(medianRatio([40, 10, 90], [10, 5, 30]), 3);
});

test("medianRatio() ignores rounds in which one of them failed", () => {
  assert.equal(medianRatio([40, undefined, 90], [10, 5, undefined]), 4);
  assert.equal(medianRatio([undefined], [1]), undefined);
});

test("roundsOf() keeps the place of rounds without the figure", () => {
  const run = (round: number, rate?: number): Run => ({
    ...{ scenario: "s", contestant: "c", round },
    ...{ figures: { rate }, faults: [] },
  });
  const runs = [run(1, 10), run(3), run(4, 40)];
  const entry = { scenario: "s", contestant: "c" };
  assert.deepEqual(roundsOf(runs, entry, "rate"), [
    ...[10, undefined, undefined, 40],
  ]);
  assert.deepEqual(roundsOf(runs, { ...entry, contestant: "d" }, "rate"), []);
});
