/**
 * Where numbers of a sequence are missing or repeated.
 *
 * @module
 */

/** The most places that are kept. */
const MOST_PLACES = 32;

/** Successive numbers that are missing, or that were seen again. */
export interface SequencePlace {
  /** The first number. */
  readonly from: number;
  /** The last number. */
  readonly to: number;
  /** How many tuples are missing, or stored once more. */
  readonly count: number;
  /**
   * When the row before the missing ones was received, or the first repeated
   * one; not finite if no time is stored.
   */
  readonly since: number;
  /** When the row after the missing ones was received, or the last repeated one. */
  readonly until: number;
}

/** Keeps the largest places; of equal ones the first. */
export class LargestPlaces {
  readonly #places: SequencePlace[] = [];
  #smallest = 0;

  /** Adds a place. */
  add(place: SequencePlace): void {
    if (this.#places.length < MOST_PLACES) {
      this.#places.push(place);
    } else if (place.count > this.#places[this.#smallest].count) {
      this.#places[this.#smallest] = place;
    } else {
      return;
    }
    this.#smallest = this.#places.reduce(
      (least, { count }, i) => count < this.#places[least].count ? i : least,
      0,
    );
  }

  /** The places in the order of their times, together with `others`. */
  with(others: readonly SequencePlace[]): SequencePlace[] {
    const all = new LargestPlaces();
    for (const place of [...this.#places, ...others]) all.add(place);
    return all.#places.toSorted((a, b) => a.since - b.since || a.from - b.from);
  }
}
