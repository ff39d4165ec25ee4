/** A generator of the same numbers for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, but excluding, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ mixed >>> 15, mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 4294967296;
  }

  /** A whole number from `least` up to, but excluding, `most`. */
  from(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least));
  }

  /** One of the given items. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.from(0, choices.length)];
  }
}
