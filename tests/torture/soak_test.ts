import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { SteadyClient } from "../_support/steady_client.ts";
import { TestServer } from "../_support/test_server.ts";
import { onDeno } from "../_support/this_runtime.ts";
import { growthOf } from "./_support/flatness.ts";
import { drawSoak, Soak } from "./_support/soak.ts";
import { Churn, maximumRate } from "./_support/soak_load.ts";
import { isLong, repeatWith, tell } from "./_support/seed.ts";

/** `OML_MINUTES` selects any other number for the long form. */
const MINUTES = isLong ? Number(process.env.OML_MINUTES ?? 30) : 0.1;

/** Seconds of each experiment, and in which the maximum rate is measured. */
const ROUND_SECONDS = isLong ? 20 : 2;
const MEASURED_SECONDS = isLong ? 10 : 1;

/** Samples in all, and the least ms between two. */
const SAMPLES = 180;
const LEAST_STEP_MS = 500;

/** The part of the maximum rate. */
const PART = 0.5;

test(`A server at half its maximum rate stays as it is for ${MINUTES} minutes, and loses nothing`, async (t) => {
  await using server = await TestServer.start();
  const maximum = await maximumRate(server, MEASURED_SECONDS);
  const steady = await SteadyClient.start(server);
  const churn = new Churn(server, PART * maximum, ROUND_SECONDS);
  const soak = new Soak(server.process.pid);
  const step = Math.max(LEAST_STEP_MS, 60_000 * MINUTES / SAMPLES);
  while (churn.isRunning && soak.minutes < MINUTES) {
    await delay(step);
    soak.sample(steady.takeSlowest());
  }
  await churn.end();
  const { minutes } = soak;
  const { sent, stored } = await steady.end();
  assert.equal(await server.process.terminate(30_000), 0);
  assert.equal(stored, sent);
  const growths = soak.lines.map(growthOf);
  const { tuples, clients } = churn;
  const rate = Math.round(tuples / minutes / 60);
  tell(
    t,
    `${
      repeatWith("soak_test.ts")
    }: ${tuples} tuples of ${clients} clients in ` +
      `${minutes.toFixed(1)} minutes, all stored once; ${rate} tuples/s of ` +
      `${maximum} at most`,
  );
  for (const { name, unit, mean, growth } of growths) {
    tell(t, `${name}: ${mean} ${unit} on average, grew by ${growth}`);
  }
  save({ minutes, tuples, clients, rate, maximum, growths }, soak);
  if (!isLong) return;
  const growing = growths.filter(({ isFlat }) => !isFlat);
  assert.deepEqual(growing, []);
});

/** Writes the summary and the plot of the long form. */
function save(summary: unknown, { lines }: Soak): void {
  const { OML_SOAK: path } = process.env;
  if (path === undefined) return;
  writeFileSync(`${path}.json`, `${JSON.stringify(summary, null, 2)}\n`);
  const program = `the server on ${onDeno ? "Deno" : "Node"}`;
  writeFileSync(`${path}.svg`, drawSoak(lines, program));
}
