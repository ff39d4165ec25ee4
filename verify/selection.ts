/**
 * Chooses the tuples that are looked at one by one.
 *
 * @module
 */
import { type HashedRow, KEYS } from "./hashed_row.ts";
import type { KeySums } from "./key_sums.ts";

/** The most tuples of both databases that are looked at. */
const MOST_ROWS = 200_000;

/** Keys for which the databases differ. */
interface ChosenKeys {
  /** 1 for each of them. */
  readonly isChosen: Uint8Array;
  /** The number of tuples with these keys. */
  readonly rows: number;
  /** The part of the differing keys that is chosen, 0 to 1. */
  readonly share: number;
}

/**
 * Tuples among which the databases differ, as few as fit into memory: those of
 * all keys that differ, or those of some, so that a tuple is chosen together
 * with what became of it.
 */
export class Selection {
  readonly #sums: KeySums;
  readonly #most: number;
  #keys: ChosenKeys;
  #fineKeys: ChosenKeys | undefined;

  /** Chooses keys by `sums`, with `most` tuples at most if possible. */
  constructor(sums: KeySums, most: number = MOST_ROWS) {
    this.#sums = sums;
    this.#most = most;
    this.#keys = choose(sums, most);
  }

  /** The part of the differences that is chosen, 0 to 1. */
  get share(): number {
    return this.#keys.share * (this.#fineKeys?.share ?? 1);
  }

  /** Whether {@linkcode refine} could choose all differences. */
  get isPartial(): boolean {
    return this.#keys.share < 1 || this.#keys.rows > this.#most;
  }

  /** Whether a tuple has a key that differs, chosen or not. */
  concerns({ key }: HashedRow): boolean {
    return this.#sums.differs(key);
  }

  /**
   * Chooses again, with the sums by fine keys of all tuples that are concerned:
   * if few of very many tuples differ, all of them fit.
   */
  refine(fine: KeySums): void {
    const keys = choose(fine, this.#most);
    if (keys.share === 1 && keys.rows <= this.#most) {
      this.#keys = choose(this.#sums, Infinity);
      this.#fineKeys = keys;
    } else if (this.#keys.rows > this.#most) {
      this.#fineKeys = keys;
    }
  }

  /** Whether a tuple is chosen. */
  includes(row: HashedRow): boolean {
    return this.#keys.isChosen[row.key] === 1 &&
      (this.#fineKeys === undefined ||
        this.#fineKeys.isChosen[row.fineKey] === 1);
  }
}

/** Chooses differing keys with `most` tuples, but at least one. */
function choose(sums: KeySums, most: number): ChosenKeys {
  const isChosen = new Uint8Array(KEYS);
  const differing = sums.differing();
  let rows = 0;
  let keys = 0;
  for (const key of differing) {
    if (keys > 0 && rows + sums.rows(key) > most) break;
    isChosen[key] = 1;
    rows += sums.rows(key);
    keys++;
  }
  return { isChosen, rows, share: keys / differing.length };
}
