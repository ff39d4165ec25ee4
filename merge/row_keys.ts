/**
 * Identifies tuples by hashes.
 *
 * @module
 */
import type { ExactRows } from "../stored/stored.ts";
import { Murmur } from "../verify/murmur.ts";
import { ValueWords } from "../verify/value_words.ts";
import type { RowKey } from "./seen_rows.ts";

/** Bits of the lower words that fit into numbers besides the upper ones. */
const LOW_BITS = 21;

/** Hashes sender and values of rows. */
export class RowKeys {
  readonly #hash = new Murmur();
  readonly #words = new ValueWords(this.#hash);

  /** The key of a row, whose sender has a common number. */
  of(block: ExactRows, row: number, sender: number): RowKey {
    const hash = this.#hash;
    hash.begin();
    hash.add(sender);
    for (const column of block.values) this.#words.add(column.at(row) ?? null);
    hash.end();
    return {
      seq: block.seqs[row],
      high: number(hash.h1, hash.h2),
      low: number(hash.h3, hash.h4),
    };
  }
}

/** 53 of 64 bits, which a number holds exactly. */
function number(high: number, low: number): number {
  return (high >>> 0) * 2 ** LOW_BITS + (low >>> (32 - LOW_BITS));
}
