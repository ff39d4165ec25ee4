import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "../../_support/random.ts";

/** The longest time from the first data to a kill. */
const MOST_WAIT_MS = 1_500;

/** A few tuples a second, and a steady stream. */
export const USUAL_LOADS = {
  light: { rows: 1, pause: 50 },
  steady: { rows: 50, pause: 10 },
} as const;

/** Waits until the random moment of a kill. */
export function untilKill(random: Random): Promise<void> {
  return delay(random.from(0, MOST_WAIT_MS));
}
