/**
 * One time axis for everything that is counted by time. Nobody knows its ends
 * before the last row; so it grows by doubling its slots, which then join two by
 * two.
 *
 * @module
 */

/** Number of slots; between half of them and all are used. */
export const SLOTS = 128;

/** The length of a slot at the beginning, in seconds; a power of two. */
const SHORTEST = 1 / 64;

/** A position of the axis. */
export interface ScalePosition {
  /** The length of a slot in seconds. */
  readonly width: number;
  /** Number of the first slot, counted from time 0 in this length. */
  readonly first: number;
}

/** An axis from the earliest time to the latest one. */
export class TimeScale {
  #width = SHORTEST;
  #first = 0;
  #earliest = Infinity;
  #latest = -Infinity;
  readonly #spare: readonly Float64Array[] = [
    new Float64Array(SLOTS),
    new Float64Array(SLOTS),
  ];

  /** The length of a slot in seconds. */
  get width(): number {
    return this.#width;
  }

  /** Number of the first slot. */
  get first(): number {
    return this.#first;
  }

  /** Number of slots in use. */
  get used(): number {
    if (this.#earliest > this.#latest) return 0;
    return Math.floor(this.#latest / this.#width) - this.#first + 1;
  }

  /** The slot of a time, in which the axis may have to grow first. */
  slot(time: number): number {
    if (time < this.#earliest || time > this.#latest) this.#include(time);
    return Math.floor(time / this.#width) - this.#first;
  }

  /**
   * The values of slots, for the moment in which they are moved: thousands of
   * senders move theirs whenever the axis grows. There is room for two lists.
   */
  copies(...lists: readonly Float64Array[]): readonly Float64Array[] {
    lists.forEach((list, i) => this.#spare[i].set(list));
    return this.#spare;
  }

  #include(time: number): void {
    this.#earliest = Math.min(this.#earliest, time);
    this.#latest = Math.max(this.#latest, time);
    const number = (of: number) => Math.floor(of / this.#width);
    while (number(this.#latest) - number(this.#earliest) >= SLOTS) {
      this.#width *= 2;
    }
    this.#first = number(this.#earliest);
  }
}

/**
 * Calls `move` for each slot of an older position with the slot of `now` that
 * contains it.
 */
export function moveSlots(
  old: ScalePosition,
  now: ScalePosition,
  move: (from: number, to: number) => void,
): void {
  for (let i = 0; i < SLOTS; i++) {
    const number = Math.floor((old.first + i) * old.width / now.width);
    const to = number - now.first;
    if (to >= 0 && to < SLOTS) move(i, to);
  }
}
