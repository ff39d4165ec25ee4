/**
 * Waits with a time limit.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";

/** Whether `work` settles within `ms` milliseconds; waits no longer. */
export async function settlesWithin(
  work: Promise<unknown>,
  ms: number,
): Promise<boolean> {
  const settled = new AbortController();
  const late = delay(ms, false, { signal: settled.signal });
  const done = work.then(() => true, () => true);
  try {
    return await Promise.race([done, late]);
  } finally {
    settled.abort();
    late.catch(() => undefined);
  }
}
