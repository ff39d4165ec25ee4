/**
 * How many rows have arrived of late.
 *
 * @module
 */

/** Seconds over which a rate is measured. */
export const RATE_SECONDS = 10;

/** Seconds that are counted apart; some more, for rows that are out of order. */
const KEPT_SECONDS = 16;

/** Counts rows by the second. */
export class RecentRows {
  readonly #seconds = new Float64Array(KEPT_SECONDS).fill(-Infinity);
  readonly #counts = new Uint32Array(KEPT_SECONDS);

  /** Adds a row that arrived at `time` seconds. */
  add(time: number): void {
    const second = Math.floor(time);
    const at = ((second % KEPT_SECONDS) + KEPT_SECONDS) % KEPT_SECONDS;
    if (this.#seconds[at] !== second) {
      if (second < this.#seconds[at]) return;
      this.#seconds[at] = second;
      this.#counts[at] = 0;
    }
    this.#counts[at]++;
  }

  /** Rows per second before `now`, since `first` at most. */
  rate(now: number, first: number): number {
    const from = Math.floor(now) - RATE_SECONDS + 1;
    let count = 0;
    for (let i = 0; i < KEPT_SECONDS; i++) {
      const second = this.#seconds[i];
      // Clocks of two machines may differ by a little.
      if (second >= from && second <= now + 1) count += this.#counts[i];
    }
    const seconds = Math.min(now - from, now - first);
    return count / Math.max(1, seconds);
  }
}
