/**
 * Counts the tuples of a table in two databases.
 *
 * @module
 */
import type { HashedRow } from "./hashed_row.ts";
import type { SenderCount } from "./report.ts";
import type { Tolerance, ToleranceName } from "./tolerances.ts";
import type { Both, Side } from "./tuple.ts";

/** Numbers of tuples, by sender and by tolerance. */
export class TupleCounts {
  readonly #senders: Both<number[]> = { a: [], b: [] };
  /** By the sum of the bits of the tolerances. */
  readonly #tolerated: Both<number[]> = { a: [], b: [] };

  /** Counts a tuple of `side`. */
  add(side: Side, { sender, tolerated }: HashedRow): void {
    increment(this.#senders[side], sender);
    if (tolerated > 0) increment(this.#tolerated[side], tolerated);
  }

  /** The number of tuples. */
  get tuples(): Both<number> {
    const { a, b } = this.#senders;
    return { a: sum(a), b: sum(b) };
  }

  /** The senders, called `names`, that sent different numbers of tuples. */
  differingSenders(names: readonly string[]): SenderCount[] {
    const { a, b } = this.#senders;
    return names.map((name, i) => ({ name, a: a[i] ?? 0, b: b[i] ?? 0 }))
      .filter(({ a, b }) => a !== b);
  }

  /** The number of tuples that each of these tolerances concerned, if any. */
  tolerated(
    tolerances: readonly Tolerance[],
  ): Map<ToleranceName, Both<number>> {
    const { a, b } = this.#tolerated;
    const counts = tolerances.map(({ name, bit }) => {
      const isConcerned = (_: number, bits: number) => (bits & bit) !== 0;
      const both = {
        a: sum(a.filter(isConcerned)),
        b: sum(b.filter(isConcerned)),
      };
      return [name, both] as const;
    });
    return new Map(counts.filter(([, { a, b }]) => a + b > 0));
  }
}

function increment(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

/** Missing elements are 0. */
function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
