/**
 * How a program that stops reads what its clients have sent.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";

/** A client that has sent nothing for so many milliseconds is done. */
export const QUIET_MS = 150;

/** Milliseconds between two looks at the clients. */
export const DRAIN_STEP_MS = 25;

/** Milliseconds after which clients that go on sending are not waited for. */
const LATE_MS = 3_000;

/**
 * Calls `look` every {@linkcode DRAIN_STEP_MS} until `isDone`; `isLate` says
 * that clients have had enough time to send what they had.
 */
export async function drain(
  isDone: () => boolean,
  look: (isLate: boolean) => void,
): Promise<void> {
  const began = performance.now();
  while (!isDone()) {
    look(performance.now() - began >= LATE_MS);
    await delay(DRAIN_STEP_MS);
  }
}
