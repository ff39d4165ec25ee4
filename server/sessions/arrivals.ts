/**
 * When the bytes of one connection arrive.
 *
 * @module
 */
import type { WallClock } from "../../shared/wall_clock.ts";

const MICROSECONDS = 1e6;

/** Notes the times of one connection, none of them before an earlier one. */
export class Arrivals {
  readonly #clock: WallClock;
  /** In UNIX milliseconds. */
  #last = 0;

  /** By `clock`; all sessions have the same one. */
  constructor(clock: WallClock) {
    this.#clock = clock;
  }

  /**
   * Bytes have arrived. Where the clock is set back, the time stands still for
   * this connection until the clock has caught up.
   */
  note(): void {
    this.#last = Math.max(this.#last, this.#clock.now());
  }

  /** When the last ones did: seconds since `start`, to the microsecond. */
  since(start: number): number {
    const seconds = this.#last / 1000 - start;
    return Math.round(seconds * MICROSECONDS) / MICROSECONDS;
  }
}
