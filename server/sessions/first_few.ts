/**
 * What is told in full of things that may come a million times a second: the
 * first few of them, then now and then how many there were.
 *
 * @module
 */

/** Things that are told in full. */
const FIRST = 5;

/** Milliseconds between two counts of the others. */
const COUNT_MS = 10_000;

/** Looks at the clock that are closer together, in ms, are too frequent. */
const QUICK_MS = 10;

/** The most things between two looks at the clock, which costs more. */
const LONGEST_STRIDE = 64;

/** How many there were since something was told. */
export interface More {
  /** How many. */
  readonly count: number;
  /** In how many seconds. */
  readonly seconds: number;
}

/** Counts things of one kind. */
export class FirstFew {
  /** How many there were. */
  count = 0;
  readonly #now: () => number;
  /** How many were told, and when. */
  #told = 0;
  #toldAt = 0;
  /** When the clock was looked at, and how many things later it will be. */
  #lookedAt = 0;
  #stride = 1;
  #left = 0;

  /** `now` tells the milliseconds of a clock that only goes forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Counts one more; says whether to tell it, or how many there were. */
  add(): "tell" | More | undefined {
    if (++this.count <= FIRST) {
      this.#told = this.count;
      this.#toldAt = this.#now();
      return "tell";
    }
    return --this.#left > 0 ? undefined : this.#more();
  }

  #more(): More | undefined {
    const now = this.#now();
    const isQuick = now - this.#lookedAt < QUICK_MS;
    this.#stride = isQuick ? Math.min(2 * this.#stride, LONGEST_STRIDE) : 1;
    this.#left = this.#stride;
    this.#lookedAt = now;
    const ms = now - this.#toldAt;
    if (ms < COUNT_MS) return undefined;
    const count = this.count - this.#told;
    this.#told = this.count;
    this.#toldAt = now;
    return { count, seconds: Math.round(ms / 1000) };
  }
}
