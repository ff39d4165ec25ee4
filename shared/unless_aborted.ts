/**
 * Waits that can be aborted.
 *
 * @module
 */

/** Settles as `work` does, or resolves as soon as `abandon` is aborted. */
export function unlessAborted(
  work: Promise<void>,
  abandon: AbortSignal,
): Promise<void> {
  if (abandon.aborted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve();
    abandon.addEventListener("abort", giveUp);
    work.then(resolve, reject)
      .finally(() => abandon.removeEventListener("abort", giveUp));
  });
}
