/**
 * The right edge of a live plot.
 *
 * @module
 */

/** How long the edge moves on without new rows, in seconds. */
export const PATIENCE = 30;

/**
 * Moves the right edge of a live plot with the time, not with the rows: so it
 * moves smoothly, and a sender that falls silent is seen to. It follows the
 * clock of the rows, which may differ from the clock of this machine, and
 * stops `PATIENCE` seconds after the last row.
 */
export class Follow {
  /** Rows' time minus own time, of the row that was furthest ahead. */
  #ahead = NaN;
  #lastRow = NaN;
  #lastNews = NaN;
  #moves = false;

  /** The latest time of the rows before any news; NaN if there is none. */
  constructor(latest = NaN) {
    this.#lastRow = latest;
  }

  /** The time of the latest row; NaN without rows. */
  get lastRow(): number {
    return this.#lastRow;
  }

  /**
   * Takes the time of the latest of some new rows, at `now` (own clock, s).
   * Rows far behind do not move the edge as long as others are near it: the
   * clocks of senders may differ by any time.
   */
  news(latest: number, now: number): void {
    if (Number.isNaN(latest)) return;
    const ahead = latest - now;
    const isBehind = ahead < this.#ahead - PATIENCE;
    if (isBehind && now - this.#lastNews < PATIENCE) return;
    // Rows arrive in steps: the earliest arrivals tell the time best. What
    // they said is forgotten by 2 % of the elapsed time, as clocks drift.
    const before = this.#ahead - 0.02 * (now - this.#lastNews);
    this.#ahead = !isBehind && before > ahead ? before : ahead;
    this.#lastNews = now;
    const isLater = !(latest <= this.#lastRow);
    if (isLater || isBehind) this.#lastRow = latest;
    this.#moves = true;
  }

  /** The right edge at `now` (own clock, s); NaN before the first row. */
  edge(now: number): number {
    if (!this.#moves) return this.#lastRow;
    return Math.min(now + this.#ahead, this.#lastRow + PATIENCE);
  }

  /** Whether the edge moves at `now`. */
  isMoving(now: number): boolean {
    return this.#moves && now + this.#ahead < this.#lastRow + PATIENCE;
  }
}
