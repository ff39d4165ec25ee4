/**
 * Waiting for one's own program.
 *
 * @module
 */

/** Wakes who waits for it. */
export class Signal {
  #wake: () => void = () => undefined;

  /** Ends the wait, if there is one. */
  wake(): void {
    this.#wake();
  }

  /** Resolves at the next `wake()`, or after `ms` if that is given. */
  wait(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
