/**
 * When clients connected and disconnected, for their order.
 *
 * @module
 */

/**
 * Returns UNIX times in ms that always increase, so that they give the order in
 * which clients connected and disconnected, even if the wall clock is set while
 * the proxy runs, or between two runs.
 */
export class SpoolClock {
  /** The UNIX time at which `performance.now()` was 0. */
  readonly #origin: number;
  #last: number;

  /** Starts after `last`, the last time that an earlier process recorded. */
  constructor(last: number) {
    this.#last = last;
    this.#origin = Math.max(Date.now(), last) - performance.now();
  }

  /** The next time. */
  now(): number {
    const time = Math.floor(this.#origin + performance.now());
    this.#last = Math.max(time, this.#last + 1);
    return this.#last;
  }
}
