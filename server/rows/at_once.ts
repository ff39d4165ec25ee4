/**
 * A few things at once, and no more.
 *
 * @module
 */

/**
 * Begins so much work at once. When some has ended, the one goes next that has
 * waited longest, or the one that came last, in turn: nobody waits for ever,
 * and whoever comes while a thousand wait does not wait for all of them.
 */
export class AtOnce {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #ended = 0;

  /** Does `most` things at once. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Does `work` as soon as few enough others are being done. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#most) this.#running++;
    else await new Promise<void>((begin) => this.#waiting.push(begin));
    try {
      return await work();
    } finally {
      const begin = this.#next();
      if (begin === undefined) this.#running--;
      else begin();
    }
  }

  #next(): (() => void) | undefined {
    const isForLast = this.#ended++ % 2 === 0;
    return isForLast ? this.#waiting.pop() : this.#waiting.shift();
  }
}
