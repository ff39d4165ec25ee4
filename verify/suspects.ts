/**
 * Finds the tuples that one database has more often.
 *
 * @module
 */
import type { HashedRow } from "./hashed_row.ts";
import type { Murmur } from "./murmur.ts";
import type { Both, Side } from "./tuple.ts";

/** How often each database has a tuple. */
interface Count {
  readonly key: number;
  a: number;
  b: number;
}

/** A tuple that one database has more often. */
export interface Suspect {
  /** Identifies it. */
  readonly hash: string;
  /** Its key. */
  readonly key: number;
  /** How often each database has it. */
  readonly count: Readonly<Both<number>>;
}

/** Counts tuples by their hashes. */
export class Suspects {
  readonly #counts = new Map<string, Count>();

  /** Counts a tuple of `side`. */
  add(side: Side, { key, hash }: HashedRow): void {
    const text = hashText(hash);
    const count = this.#counts.get(text);
    if (count !== undefined) count[side]++;
    else this.#counts.set(text, { key, a: 0, b: 0, [side]: 1 });
  }

  /** The tuples that one database has more often, those of a key together. */
  find(): Suspect[] {
    return [...this.#counts]
      .filter(([, { a, b }]) => a !== b)
      .sort(([, one], [, other]) => one.key - other.key)
      .map(([hash, count]) => ({ hash, key: count.key, count }));
  }
}

/** A text of 8 characters with the bits of a hash. */
export function hashText({ h1, h2, h3, h4 }: Murmur): string {
  return String.fromCharCode(
    ...[h1 >>> 16, h1, h2 >>> 16, h2, h3 >>> 16, h3, h4 >>> 16, h4],
  );
}
