/**
 * The server's clock, as seen from the page: the clock of the browser's machine
 * may be wrong.
 *
 * @module
 */

/** Knows the server's time from its answers. */
export class ServerClock {
  readonly #monotonic: () => number;
  /** The server's time at monotonic time 0, in seconds. */
  #origin: number | undefined;

  /** `monotonic` returns milliseconds, as `performance.now` does. */
  constructor(monotonic: () => number = () => performance.now()) {
    this.#monotonic = monotonic;
  }

  /** An answer says that the time is `unix` seconds. */
  set(unix: number): void {
    const origin = unix - this.#monotonic() / 1000;
    // Answers take differently long: the fastest is the most precise, and the
    // time must not jump. A larger step is a clock that was set.
    const isNear = this.#origin !== undefined &&
      Math.abs(origin - this.#origin) < 2;
    this.#origin = isNear && this.#origin !== undefined
      ? Math.max(this.#origin, origin)
      : origin;
  }

  /** The server's time in UNIX seconds; unset before the first answer. */
  now(): number | undefined {
    return this.#origin === undefined
      ? undefined
      : this.#origin + this.#monotonic() / 1000;
  }
}
