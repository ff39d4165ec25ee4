/**
 * Limits what is logged about events that may occur a million times a second:
 * the first few in full, then a count from time to time.
 *
 * @module
 */

/** Events reported in full. */
const FIRST = 5;

/** Milliseconds between counts of the others. */
const COUNT_MS = 10_000;

/**
 * Milliseconds between two readings of the clock below which they are too
 * frequent.
 */
const QUICK_MS = 10;

/**
 * Maximum number of events between two readings of the clock, which cost more
 * than counting.
 */
const LONGEST_STRIDE = 64;

/** Number of events since the last report. */
export interface More {
  /** Number of events. */
  readonly count: number;
  /** Seconds in which they occurred. */
  readonly seconds: number;
}

/** Counts events of one kind. */
export class FirstFew {
  /** Number of events so far. */
  count = 0;
  readonly #now: () => number;
  /** The number of reported events, and when they were reported. */
  #reported = 0;
  #reportedAt = 0;
  /** When the clock was read, and after how many events it is read again. */
  #lookedAt = 0;
  #stride = 1;
  #left = 0;

  /** `now` returns the milliseconds of a monotonic clock. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Counts one event; returns whether to report it, or a count to report. */
  add(): "report" | More | undefined {
    if (++this.count <= FIRST) {
      this.#reported = this.count;
      this.#reportedAt = this.#now();
      return "report";
    }
    return --this.#left > 0 ? undefined : this.#more();
  }

  #more(): More | undefined {
    const now = this.#now();
    const isQuick = now - this.#lookedAt < QUICK_MS;
    this.#stride = isQuick ? Math.min(2 * this.#stride, LONGEST_STRIDE) : 1;
    this.#left = this.#stride;
    this.#lookedAt = now;
    const ms = now - this.#reportedAt;
    if (ms < COUNT_MS) return undefined;
    const count = this.count - this.#reported;
    this.#reported = this.count;
    this.#reportedAt = now;
    return { count, seconds: Math.round(ms / 1000) };
  }
}
