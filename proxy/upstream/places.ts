/**
 * Bounds how many pieces of work go on at once.
 *
 * @module
 */

/** Lets so many pieces of work go on at once, the others in their order. */
export class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** There are `count` of them. */
  constructor(count: number) {
    this.#free = count;
  }

  /** Does `work` as soon as there is a place for it. */
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
