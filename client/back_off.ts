/**
 * Pauses before connecting again.
 *
 * @module
 */
import { backOff } from "../shared/back_off.ts";

const FIRST_MS = 1_000;
const LAST_MS = 20_000;

/** Spreads the reconnects of many clients to a server that returns. */
const JITTER = 0.5;

/** Pauses that grow from a second to 30 seconds. */
export class BackOff {
  readonly #random: () => number;
  readonly #first: number;
  #failures = 0;

  /** `random` returns numbers from 0 to 1; `first` is the shortest pause. */
  constructor(random: () => number = Math.random, first: number = FIRST_MS) {
    this.#random = random;
    this.#first = first;
  }

  /** Milliseconds to pause after one more failure. */
  next(): number {
    const base = backOff(++this.#failures, [this.#first, LAST_MS]);
    return Math.round(base * (1 + JITTER * this.#random()));
  }

  /** Starts again with the shortest pause. */
  reset(): void {
    this.#failures = 0;
  }
}
