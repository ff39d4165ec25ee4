/**
 * Finds gaps in times that arrive one by one.
 *
 * @module
 */

/** Shorter pauses are never gaps, in seconds. */
const SHORTEST_GAP = 1;

/** Follows the usual interval of a sender and tells which pauses are gaps. */
export class GapWatch {
  #last = NaN;
  #usual = NaN;

  /** Starts after the times of `earlier`, which are ascending. */
  constructor(earlier: ArrayLike<number> = [], length = earlier.length) {
    const start = Math.max(0, length - 64);
    for (let at = start; at < length; at++) this.isGap(earlier[at]);
  }

  /** Takes the next time; whether the pause before it is a gap. */
  isGap(time: number): boolean {
    const pause = time - this.#last;
    this.#last = time;
    if (!(pause >= 0)) return false;
    const gap = pause > Math.max(SHORTEST_GAP, 5 * this.#usual);
    if (Number.isNaN(this.#usual)) this.#usual = pause;
    // A gap says little about the usual interval, but is taken in slowly: a
    // sender that is slower from now on has gaps only at first.
    else this.#usual += (pause - this.#usual) * (gap ? 0.2 : 0.1);
    return gap;
  }
}
