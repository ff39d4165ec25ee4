import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { EventLoopDelay } from "../../../http/metrics/event_loop.ts";
import { waitFor } from "../../_support/wait_for.ts";

/** Sum and count of the observed delays, in seconds. */
async function observed(
  { metric }: EventLoopDelay,
): Promise<{ sum: number; count: number; slow: number }> {
  const { values } = await metric.get();
  const value = (suffix: string) =>
    values.find(({ metricName }) => metricName?.endsWith(suffix))?.value ?? 0;
  const quick = values.find(({ labels }) => labels.le === 0.25)?.value ?? 0;
  const count = value("_count");
  return { sum: value("_sum"), count, slow: count - quick };
}

test("A blocked event loop is seen", async () => {
  const watch = new EventLoopDelay();
  await delay(10);
  for (const end = performance.now() + 700; performance.now() < end;);
  await waitFor("the delay", async () => (await observed(watch)).slow === 1);
  assert.ok((await observed(watch)).sum >= 0.5);
  watch.stop();
});

test("A stopped measurement observes nothing more", async () => {
  const watch = new EventLoopDelay();
  watch.stop();
  await delay(250);
  assert.equal((await observed(watch)).count, 0);
});
