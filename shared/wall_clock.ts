/**
 * The wall clock with microseconds. `Date.now()` returns whole milliseconds;
 * `performance.now()` has fractions, but no date.
 *
 * @module
 */

/** The sources of a {@linkcode WallClock}, in milliseconds. */
export interface ClockReadings {
  /** UNIX time in whole milliseconds; users and NTP may set it. */
  readonly wall: () => number;
  /** A clock that only moves forward, at constant speed. */
  readonly monotonic: () => number;
  /** The UNIX time at which that clock was 0, as it was set then. */
  readonly origin: number;
}

/** Maximum error of the origin in milliseconds. */
const INEXACT = 0.05;

const SYSTEM: ClockReadings = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  origin: performance.timeOrigin,
};

/** Derives UNIX time from the monotonic clock, and detects when it is set. */
export class WallClock {
  readonly #readings: ClockReadings;
  /** Difference between UNIX time and the monotonic clock. */
  #offset: number;

  /** Reads the system's clocks by default. */
  constructor(readings = SYSTEM) {
    this.#readings = readings;
    this.#offset = readings.origin;
  }

  /**
   * Milliseconds since 1970. Within a millisecond after the clock was set it
   * may be ahead by a fraction of one; each call corrects some of that.
   */
  now(): number {
    const { wall, monotonic } = this.#readings;
    const before = monotonic();
    const time = wall();
    const after = monotonic();
    // The wall clock was between `time` and a millisecond later.
    const least = time - after;
    const most = time + 1 - before;
    const isSet = this.#offset < least - INEXACT;
    if (this.#offset > most || isSet) this.#offset = most;
    else if (this.#offset < least) this.#offset = least;
    return after + this.#offset;
  }
}
