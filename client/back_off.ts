/**
 * How long to leave a collection point alone that is not there.
 *
 * @module
 */

const FIRST_MS = 1_000;
const LAST_MS = 20_000;

/** So that all the clients of a server do not come back at once. */
const JITTER = 0.5;

/** Waits that grow, from a second to 30 seconds. */
export class BackOff {
  readonly #random: () => number;
  readonly #first: number;
  #failures = 0;

  /** `random` gives numbers from 0 to 1; `first` is the shortest wait. */
  constructor(random: () => number = Math.random, first: number = FIRST_MS) {
    this.#random = random;
    this.#first = first;
  }

  /** Milliseconds to wait after one more failure. */
  next(): number {
    const base = Math.min(LAST_MS, this.#first * 2 ** this.#failures++);
    return Math.round(base * (1 + JITTER * this.#random()));
  }

  /** Begins with the shortest wait again. */
  reset(): void {
    this.#failures = 0;
  }
}
