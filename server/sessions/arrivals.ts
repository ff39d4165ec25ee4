/**
 * Arrival times of the bytes of one connection.
 *
 * @module
 */
import type { WallClock } from "../../shared/wall_clock.ts";

const MICROSECONDS = 1e6;

/** Records the arrival times of one connection; they never decrease. */
export class Arrivals {
  readonly #clock: WallClock;
  /** In UNIX milliseconds. */
  #last = 0;

  /** Times come from `clock`, which all sessions share. */
  constructor(clock: WallClock) {
    this.#clock = clock;
  }

  /**
   * Records that bytes have arrived. If the clock is set back, the time of this
   * connection stays constant until the clock has caught up.
   */
  note(): void {
    this.#last = Math.max(this.#last, this.#clock.now());
  }

  /**
   * Arrival time of the last bytes: seconds since `start`, in microseconds'
   * precision.
   */
  since(start: number): number {
    const seconds = this.#last / 1000 - start;
    return Math.round(seconds * MICROSECONDS) / MICROSECONDS;
  }
}
