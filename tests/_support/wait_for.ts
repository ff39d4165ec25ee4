import { setTimeout as delay } from "node:timers/promises";

/**
 * Longer, in ms, than any successful wait of a test, on a machine that is busy
 * with other tests as well. Only failures take so long.
 */
export const PATIENCE_MS = 20_000;

/** True if it holds; false, or a text that says what is missing, if not yet. */
export type Answer = boolean | string;

/**
 * Polls `condition` until it holds; rejects after `ms` with `what` and the last
 * answer.
 */
export async function waitFor(
  what: string,
  condition: () => Answer | Promise<Answer>,
  ms = PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + ms;
  for (let pause = 5;; pause = Math.min(2 * pause, 200)) {
    const answer = await condition();
    if (answer === true) return;
    if (performance.now() >= deadline) {
      const detail = answer === false ? "" : `: ${answer}`;
      throw new Error(`Waited ${ms} ms without success for ${what}${detail}`);
    }
    await delay(pause);
  }
}
