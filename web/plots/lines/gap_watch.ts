/**
 * Finds gaps: pauses that are longer than usual.
 *
 * @module
 */

/** Shorter pauses are never gaps, in seconds. */
const SHORTEST_GAP = 1;

/**
 * The longest pause between two of the ascending `times` that is no gap, where
 * points are at least `pixel` seconds apart and `covered` is the share of the
 * rows that were read.
 */
export function longestPause(
  times: readonly number[],
  pixel: number,
  covered: number,
): number {
  const pauses = times.slice(1).map((time, at) => time - times[at])
    .sort((a, b) => a - b);
  const usual = pauses[pauses.length >> 1] ?? 0;
  // A sender that fills every pixel leaves out one at most.
  const longest = usual <= 1.2 * pixel ? 2.5 * pixel : 5 * usual;
  // Of rows that were left out nobody knows when they were.
  return Math.max(SHORTEST_GAP, longest) * (covered < 1 ? 4 : 1);
}

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
