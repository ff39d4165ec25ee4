/**
 * Limits concurrent work.
 *
 * @module
 */

/**
 * Runs limited work concurrently. When one piece ends, the next is alternately
 * the longest waiting and the latest one: none waits indefinitely, and a new
 * one does not wait for a thousand others.
 */
export class AtOnce {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #ended = 0;

  /** Runs at most `most` pieces of work at once. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Runs `work` as soon as the limit allows. */
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
