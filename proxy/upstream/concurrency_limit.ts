/**
 * Limits how many tasks run at a time.
 *
 * @module
 */

/** Runs up to a number of tasks at a time, and the others in their order. */
export class ConcurrencyLimit {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** Runs up to `count` tasks. */
  constructor(count: number) {
    this.#free = count;
  }

  /** Runs `work` as soon as fewer than the limit are running. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((start) => this.#waiting.push(start));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
