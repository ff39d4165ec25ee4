/**
 * Keeps the tuples that are shown.
 *
 * @module
 */
import type { ExactValue } from "../stored/stored.ts";
import type { HashedRow } from "./hashed_row.ts";
import { isVector } from "./same_value.ts";
import { hashText, type Suspect } from "./suspects.ts";
import type { Both, Side, Tuple } from "./tuple.ts";

/** The most tuples. */
const MOST_TUPLES = 1_000;

/** The most bytes of their values, about. */
const MOST_BYTES = 64 * 1024 ** 2;

/** A tuple that one database has more often. */
export interface KeptTuple {
  /** The tuple, as the database has it that has it more often. */
  readonly tuple: Tuple;
  /** How often each database has it. */
  readonly count: Readonly<Both<number>>;
}

/** The first of the suspects, as far as memory allows. */
export class KeptTuples {
  /** Those that have not been met yet. */
  readonly #wanted: Map<string, Suspect>;
  readonly #kept: KeptTuple[] = [];
  #bytes = 0;

  /** Keeps tuples of `found`. */
  constructor(found: readonly Suspect[]) {
    this.#wanted = new Map(
      first(found).map((suspect) => [suspect.hash, suspect]),
    );
  }

  /** Those that have been met. */
  get all(): readonly KeptTuple[] {
    return this.#kept;
  }

  /** Looks at a tuple of `side`. */
  add(side: Side, row: HashedRow): void {
    const hash = hashText(row.hash);
    const suspect = this.#wanted.get(hash);
    if (suspect === undefined) return;
    const { count } = suspect;
    if ((count.a > count.b) !== (side === "a")) return;
    this.#wanted.delete(hash);
    if (this.#bytes >= MOST_BYTES) return;
    const tuple = row.tuple();
    this.#bytes += tuple.values.reduce<number>((sum, v) => sum + size(v), 0);
    this.#kept.push({ tuple, count });
  }
}

/** The first ones; those of a key stay together, if there are not too many. */
function first(found: readonly Suspect[]): readonly Suspect[] {
  const key = found.at(MOST_TUPLES)?.key;
  const whole = found.findIndex((suspect) => suspect.key === key);
  return found.slice(0, whole > 0 ? whole : MOST_TUPLES);
}

/** About how many bytes a value takes. */
function size(value: ExactValue): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === "string") return 2 * value.length;
  return isVector(value) ? 8 * value.length : 8;
}
