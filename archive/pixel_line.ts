/**
 * One line of a plot, reduced to pixels.
 *
 * @module
 */
import type { SeriesLine } from "./plots.ts";
import type { PixelScale } from "./pixel_scale.ts";

/** The smallest and the largest value of each pixel. */
export class PixelLine {
  #min: Float64Array;
  #max: Float64Array;
  /** The time of the last row of a pixel. */
  #times: Float64Array;
  /** Number of rows of a pixel. */
  #rows: Uint32Array;

  /** A line without values. */
  constructor(width: number) {
    this.#min = new Float64Array(width).fill(Infinity);
    this.#max = new Float64Array(width).fill(-Infinity);
    this.#times = new Float64Array(width);
    this.#rows = new Uint32Array(width);
  }

  /** Adds a value; what is no finite number is none. */
  add(pixel: number, time: number, value: unknown): void {
    this.#rows[pixel]++;
    this.#times[pixel] = time;
    if (typeof value !== "number" || !(Math.abs(value) < Infinity)) return;
    if (value < this.#min[pixel]) this.#min[pixel] = value;
    if (value > this.#max[pixel]) this.#max[pixel] = value;
  }

  /** Moves pixel `p` to `(p + shift) >> 1`. */
  widen(shift: number, width: number = this.#rows.length): void {
    const wider = new PixelLine(width);
    for (let p = 0; p < this.#rows.length; p++) {
      if (this.#rows[p] === 0) continue;
      const pixel = (p + shift) >> 1;
      wider.#rows[pixel] += this.#rows[p];
      wider.#times[pixel] = this.#times[p];
      wider.#min[pixel] = Math.min(wider.#min[pixel], this.#min[p]);
      wider.#max[pixel] = Math.max(wider.#max[pixel], this.#max[p]);
    }
    this.#min = wider.#min;
    this.#max = wider.#max;
    this.#times = wider.#times;
    this.#rows = wider.#rows;
  }

  /** The pixels with rows; a pixel with a single one has its time. */
  reduced(scale: PixelScale): Pick<SeriesLine, "times" | "min" | "max"> {
    const times: number[] = [];
    const min: (number | null)[] = [];
    const max: (number | null)[] = [];
    this.#rows.forEach((rows, pixel) => {
      if (rows === 0) return;
      const isGap = this.#min[pixel] > this.#max[pixel];
      times.push(rows === 1 ? this.#times[pixel] : scale.middle(pixel));
      min.push(isGap ? null : this.#min[pixel]);
      max.push(isGap ? null : this.#max[pixel]);
    });
    return { times, min, max };
  }
}
