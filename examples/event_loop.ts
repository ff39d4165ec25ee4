/**
 * Example: measures the delay of this program's timers, and its memory.
 *
 * @module
 */
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "../client/mod.ts";

/** Takes a number of samples, each after a pause in ms. */
export async function measureEventLoop(
  client: Client,
  samples: number,
  pause: number,
): Promise<void> {
  const loop = client.define("loop", "late:double heap:uint64");
  loop.describe("unit", "millisecond", "late");
  loop.describe("unit", "byte", "heap");
  for (let i = 0; i < samples; i++) {
    const due = performance.now() + pause;
    await delay(pause);
    const late = performance.now() - due;
    loop.inject(late, BigInt(process.memoryUsage().heapUsed));
  }
}
