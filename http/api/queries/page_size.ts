/**
 * Bounds the bytes of an answer that is sent in parts: a row may have a few
 * bytes, or a vector of thousands of values.
 *
 * @module
 */

/** Bytes of a part that are harmless in memory. */
const PART_BYTES = 1024 * 1024;

/** The most rows of a part: the limit of archives. */
const MOST_ROWS = 10_000;

/** The least rows of a part, even if they are very long. */
const LEAST_ROWS = 10;

/** How many rows the next part may have. */
export class PageSize {
  readonly #bytes: number;
  #rows: number;

  /** Starts with `rows` rows; parts have about `bytes` bytes. */
  constructor(rows: number, bytes: number = PART_BYTES) {
    this.#rows = rows;
    this.#bytes = bytes;
  }

  /** The most rows of the next part. */
  get rows(): number {
    return this.#rows;
  }

  /** Learns that `rows` rows took `bytes` bytes. */
  learn(rows: number, bytes: number): void {
    if (rows === 0) return;
    const fitting = Math.floor(this.#bytes * rows / Math.max(1, bytes));
    this.#rows = Math.min(MOST_ROWS, Math.max(LEAST_ROWS, fitting));
  }

  /** Fewer rows: a part took too long. Returns whether that was possible. */
  shrink(): boolean {
    if (this.#rows <= LEAST_ROWS) return false;
    this.#rows = Math.max(LEAST_ROWS, Math.floor(this.#rows / 4));
    return true;
  }
}
