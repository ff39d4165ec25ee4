/**
 * The wall clock to the microsecond. `Date.now()` tells whole milliseconds, and
 * `performance.now()` parts of microseconds, but not of which day.
 *
 * @module
 */

/** Where a {@linkcode WallClock} reads the time, in milliseconds. */
export interface ClockReadings {
  /** UNIX time, whole milliseconds; people and NTP set it. */
  readonly wall: () => number;
  /** Of a clock that only goes forward, at the same speed. */
  readonly monotonic: () => number;
  /** The UNIX time at which that clock was 0, as it was set then. */
  readonly origin: number;
}

/** Milliseconds by which runtimes tell the origin wrongly, more or less. */
const INEXACT = 0.05;

const SYSTEM: ClockReadings = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  origin: performance.timeOrigin,
};

/** Tells UNIX time by the monotonic clock, and notices when it is set. */
export class WallClock {
  readonly #readings: ClockReadings;
  /** What the monotonic clock lacks of UNIX time. */
  #offset: number;

  /** Reads the system's clocks unless told otherwise. */
  constructor(readings = SYSTEM) {
    this.#readings = readings;
    this.#offset = readings.origin;
  }

  /**
   * Milliseconds since 1970. Within a millisecond after the clock was set it
   * may be ahead by a part of one; each call takes some of that away.
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
