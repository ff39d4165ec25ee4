/**
 * Shares a thin uplink.
 *
 * @module
 */

/** Milliseconds of sending that may be caught up on. */
const BURST_MS = 100;

/** Lets so many bytes a second pass, whoever sends them. */
export class RateLimit {
  readonly #bytesPerMs: number;
  /** When all that was let pass so far has its turn. */
  #free = 0;

  /** Bounds what is sent to `bytesPerSecond`. */
  constructor(bytesPerSecond: number) {
    this.#bytesPerMs = bytesPerSecond / 1000;
  }

  /** Bytes worth sending at once. */
  get piece(): number {
    return Math.max(1, Math.floor(this.#bytesPerMs * BURST_MS));
  }

  /** Milliseconds to wait before `bytes` may be sent, at `now`. */
  take(bytes: number, now: number): number {
    if (this.#bytesPerMs === Infinity) return 0;
    this.#free = Math.max(this.#free, now - BURST_MS) +
      bytes / this.#bytesPerMs;
    return Math.max(0, this.#free - now);
  }
}
