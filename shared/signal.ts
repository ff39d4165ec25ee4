/**
 * Wakes a task that waits.
 *
 * @module
 */

/**
 * Wakes the one task that waits for it. A notification that finds no task
 * waiting is kept for the next wait.
 */
export class Signal {
  #wake: (() => void) | undefined;
  #isPending = false;

  /** Ends the current wait, or the next one. */
  notify(): void {
    this.#isPending = true;
    this.#wake?.();
  }

  /**
   * Resolves at the next {@linkcode Signal.notify}, or after `ms` milliseconds,
   * at once if that is negative.
   */
  async wait(ms?: number): Promise<void> {
    if (!this.#isPending) {
      const woken = new Promise<void>((wake) => this.#wake = wake);
      const timer = ms === undefined
        ? undefined
        : setTimeout(() => this.#wake?.(), Math.max(0, ms));
      await woken;
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#isPending = false;
  }
}
