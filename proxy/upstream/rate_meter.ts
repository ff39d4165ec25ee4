/**
 * Measures how fast a number grows.
 *
 * @module
 */

/** The period, in ms, over which a rate is measured. */
const WINDOW_MS = 2_000;

/** Takes samples of a number. */
export class RateMeter {
  readonly #samples: { readonly at: number; readonly value: number }[] = [];

  /** Adds a sample of time `at`, in ms. */
  add(value: number, at: number): void {
    this.#samples.push({ at, value });
    while (this.#samples.length > 2 && this.#samples[1].at <= at - WINDOW_MS) {
      this.#samples.shift();
    }
  }

  /** Growth per second. */
  get perSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (last === undefined || last.at === first.at) return 0;
    return 1000 * (last.value - first.value) / (last.at - first.at);
  }
}
