/**
 * Which pixel a time falls into.
 *
 * @module
 */
import type { TimeRange } from "./time_index.ts";

/** The length of a scale of which nothing is known, in seconds. */
const SHORTEST = 1e-3;

/** A scale of pixels of equal width, which can become wider. */
export class PixelScale {
  #origin: number;
  #step: number;
  #width: number;
  /** The last time of the last pixel, inclusive. */
  #last: number;

  /** `width` pixels from the first to the last time of `range`. */
  constructor({ from, to }: TimeRange, width: number) {
    this.#origin = from;
    this.#step = Math.max(to - from, SHORTEST) / width;
    this.#width = width;
    this.#last = Math.max(to, from + SHORTEST);
  }

  /** Number of pixels. */
  get width(): number {
    return this.#width;
  }

  /** The pixel of a time; `undefined` if it is outside of the scale. */
  pixel(time: number): number | undefined {
    if (time < this.#origin || time > this.#last) return undefined;
    const pixel = Math.floor((time - this.#origin) / this.#step);
    return pixel < this.#width ? pixel : this.#width - 1;
  }

  /** The time in the middle of a pixel. */
  middle(pixel: number): number {
    return this.#origin + (pixel + 0.5) * this.#step;
  }

  /**
   * Doubles the scale towards `time`. Returns a number `shift`: what was in
   * pixel `p` is now in pixel `(p + shift) >> 1`.
   */
  widen(time: number): number {
    const shift = time < this.#origin ? this.#width : 0;
    this.#origin -= shift * this.#step;
    this.#step *= 2;
    if (shift === 0) this.#last = this.#origin + this.#width * this.#step;
    return shift;
  }

  /** Halves the number of pixels; the same `shift` as {@linkcode widen}. */
  halve(): number {
    this.#width = Math.ceil(this.#width / 2);
    this.#step *= 2;
    return 0;
  }
}
