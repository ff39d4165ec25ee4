/**
 * When clients came and left, for their order.
 *
 * @module
 */

/**
 * Tells UNIX times in ms that only go forward, never the same one twice: what
 * is noted of clients says in which order they came and left, also where the
 * wall clock is set, and where it was set between two runs of the proxy.
 */
export class SpoolClock {
  /** The UNIX time at which `performance.now()` was 0. */
  readonly #origin: number;
  #last: number;

  /** Starts behind `last`, the last time that an earlier proxy has noted. */
  constructor(last: number) {
    this.#last = last;
    this.#origin = Math.max(Date.now(), last) - performance.now();
  }

  /** The time. */
  now(): number {
    const time = Math.floor(this.#origin + performance.now());
    this.#last = Math.max(time, this.#last + 1);
    return this.#last;
  }
}
