/**
 * Wakes the one who waits.
 *
 * @module
 */

/** Wakes its waiter; a call that finds nobody waiting is kept for the next. */
export class Alarm {
  #wake: (() => void) | undefined;
  #rung = false;

  /** Wakes. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves at the next call of `ring`, or after `ms`, which may be past. */
  async wait(ms?: number): Promise<void> {
    if (!this.#rung) {
      const woken = new Promise<void>((wake) => this.#wake = wake);
      const timer = ms === undefined
        ? undefined
        : setTimeout(() => this.#wake?.(), Math.max(0, ms));
      await woken;
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#rung = false;
  }
}
