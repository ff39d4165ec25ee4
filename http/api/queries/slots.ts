/**
 * Bounds the answers that are sent over a long time.
 *
 * @module
 */
import { TooBusyError } from "../errors/api_errors.ts";

/** A number of places, each for one answer at a time. */
export class Slots {
  readonly #most: number;
  readonly #what: string;
  readonly #hint: string;
  #used = 0;

  /** `most` places for `what`, in the plural; `hint` is the remedy. */
  constructor(most: number, what: string, hint: string) {
    this.#most = most;
    this.#what = what;
    this.#hint = hint;
  }

  /** Number of places in use. */
  get used(): number {
    return this.#used;
  }

  /**
   * Takes a place; returns what gives it back, once.
   *
   * @throws {TooBusyError} if all places are in use.
   */
  take(): () => void {
    if (this.#used >= this.#most) {
      const fault = `${this.#used} ${this.#what} are open already`;
      throw new TooBusyError(fault, 5, this.#hint);
    }
    this.#used++;
    let isTaken = true;
    return () => {
      if (isTaken) this.#used--;
      isTaken = false;
    };
  }
}
