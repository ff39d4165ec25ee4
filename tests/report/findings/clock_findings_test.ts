import assert from "node:assert/strict";
import { test } from "node:test";
import { measure, reportOn, textsOf } from "../_support/sample_experiment.ts";

async function clockOf(clock: (server: number) => number | null) {
  const rows = measure({ sender: "n1", tuples: 1_000, interval: 3.6, clock });
  const report = await reportOn(rows);
  return [report.verdict.state, ...textsOf(report)];
}

test("A clock that is ahead or behind is wrong", async () => {
  assert.deepEqual(await clockOf((server) => server + 90), [
    "flawed",
    "n1: the clock is at least 90.0 s ahead of the server's",
  ]);
  assert.deepEqual(await clockOf((server) => server - 7200), [
    "flawed",
    "n1: the clock is 2 h behind the server's, or all tuples arrive that late",
  ]);
});

test("Less than a second is right", async () => {
  assert.deepEqual(await clockOf((server) => server - 0.9), ["complete"]);
});

test("A drifting clock is wrong", async () => {
  assert.deepEqual(await clockOf((server) => server * (1 + 50e-6)), [
    "flawed",
    "n1: the clock is too fast by +50 ppm: +1 ms at the start, +180 ms at the " +
    "end",
  ]);
  const [state, text] = await clockOf((server) => server * (1 - 50e-6));
  assert.equal(state, "flawed");
  assert.match(text, /too slow by −50 ppm: 0 ms at the start, −179 ms/);
});

test("A drift that is as small as a good quartz's is right", async () => {
  assert.deepEqual(await clockOf((server) => server * (1 + 9e-6)), [
    "complete",
  ]);
});

test("A clock that is set is wrong", async () => {
  assert.deepEqual(
    await clockOf((server) => server < 1800 ? server - 0.8 : server),
    ["flawed", "n1: the clock was set forward by 800 ms at 10:30:00 UTC"],
  );
});

test("Tuples that arrive at another pace tell nothing, which is noted", async () => {
  assert.deepEqual(await clockOf((server) => server * 60 - 300_000), [
    "complete",
    "n1: tuples were received at another pace than they were measured, as " +
    "from a proxy: nothing is known about the clock",
  ]);
});

test("Without times of clients nothing is said of clocks", async () => {
  assert.deepEqual(await clockOf(() => null), ["complete"]);
});
