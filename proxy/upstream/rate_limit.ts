/**
 * Limits the rate at which all streams together are sent.
 *
 * @module
 */

/** Milliseconds of unused time that may be made up for. */
const BURST_MS = 100;

/** Limits the bytes per second of all senders together. */
export class RateLimit {
  readonly #bytesPerMs: number;
  /** When all bytes accepted so far will have been sent. */
  #free = 0;

  /** Limits to `bytesPerSecond`. */
  constructor(bytesPerSecond: number) {
    this.#bytesPerMs = bytesPerSecond / 1000;
  }

  /** Bytes worth sending at a time. */
  get piece(): number {
    return Math.max(1, Math.floor(this.#bytesPerMs * BURST_MS));
  }

  /** Milliseconds to wait, at the time `now`, before `bytes` may be sent. */
  take(bytes: number, now: number): number {
    if (this.#bytesPerMs === Infinity) return 0;
    this.#free = Math.max(this.#free, now - BURST_MS) +
      bytes / this.#bytesPerMs;
    return Math.max(0, this.#free - now);
  }
}
