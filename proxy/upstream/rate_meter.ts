/**
 * How fast something grows.
 *
 * @module
 */

/** The time, in ms, over which a rate is taken. */
const WINDOW_MS = 2_000;

/** Looks at a number from time to time. */
export class RateMeter {
  readonly #samples: { readonly at: number; readonly value: number }[] = [];

  /** Notes `value` at the time `at`, in ms. */
  add(value: number, at: number): void {
    this.#samples.push({ at, value });
    while (this.#samples.length > 2 && this.#samples[1].at <= at - WINDOW_MS) {
      this.#samples.shift();
    }
  }

  /** Growth a second over the last two. */
  get perSecond(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (last === undefined || last.at === first.at) return 0;
    return 1000 * (last.value - first.value) / (last.at - first.at);
  }
}
