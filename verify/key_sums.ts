/**
 * The difference between two multisets of tuples, in constant memory.
 *
 * @module
 */
import { type HashedRow, KEYS } from "./hashed_row.ts";
import type { Side } from "./tuple.ts";

/** Words of a sum. */
const WORDS = 4;

/**
 * For each key, the sum of the hashes of one database minus that of the other.
 * If both have the same tuples, in any order, it is 0. Different tuples have
 * the sum 0 with a probability of 2^-128.
 */
export class KeySums {
  readonly #sums = new Int32Array(WORDS * KEYS);
  readonly #counts = new Int32Array(KEYS);
  readonly #rows = new Uint32Array(KEYS);

  /** Adds a tuple of `side` to the sum of `key`. */
  add(side: Side, { hash: { h1, h2, h3, h4 } }: HashedRow, key: number): void {
    const sums = this.#sums;
    const at = WORDS * key;
    this.#rows[key]++;
    if (side === "a") {
      this.#counts[key]++;
      sums[at] += h1;
      sums[at + 1] += h2;
      sums[at + 2] += h3;
      sums[at + 3] += h4;
    } else {
      this.#counts[key]--;
      sums[at] -= h1;
      sums[at + 1] -= h2;
      sums[at + 2] -= h3;
      sums[at + 3] -= h4;
    }
  }

  /** Whether both databases have the same tuples. */
  get isZero(): boolean {
    return this.#sums.every((word) => word === 0) &&
      this.#counts.every((count) => count === 0);
  }

  /** The keys of which the databases have different tuples, in order. */
  differing(): number[] {
    const keys: number[] = [];
    for (let key = 0; key < KEYS; key++) {
      if (this.differs(key)) keys.push(key);
    }
    return keys;
  }

  /** The number of tuples with a key, in both databases together. */
  rows(key: number): number {
    return this.#rows[key];
  }

  /** Whether the databases have different tuples with a key. */
  differs(key: number): boolean {
    const sums = this.#sums;
    const at = WORDS * key;
    return this.#counts[key] !== 0 ||
      (sums[at] | sums[at + 1] | sums[at + 2] | sums[at + 3]) !== 0;
  }
}
