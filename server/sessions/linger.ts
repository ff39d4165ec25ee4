/**
 * A wait that somebody else may end.
 *
 * @module
 */

/** Waits once. */
export class Linger {
  readonly #ms: number;
  #end: (() => void) | undefined;

  /** Will wait so many milliseconds. */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Whether the wait has begun. */
  get begun(): boolean {
    return this.#end !== undefined;
  }

  /** Waits. */
  wait(): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, this.#ms);
      this.#end = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  /** Ends the wait, if it has begun. */
  end(): void {
    this.#end?.();
  }
}
