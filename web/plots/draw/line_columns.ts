/**
 * Which pixels of each column a line covers.
 *
 * @module
 */
import type { PixelLine } from "../lines/pixels.ts";

/**
 * The heights of a line in each column of pixels: those of its upper edge (the
 * largest values) and of its lower edge, in pixels from the top. A line without
 * bands has two equal edges.
 */
export class LineColumns {
  #width = 0;
  /** The highest place of the upper edge; Infinity: nothing is there. */
  upperTop = new Float32Array(0);
  /** The lowest place of the upper edge. */
  upperBottom = new Float32Array(0);
  /** The highest place of the lower edge. */
  lowerTop = new Float32Array(0);
  /** The lowest place of the lower edge. */
  lowerBottom = new Float32Array(0);

  /**
   * Takes a line in `width` columns; `toY` are offset and factor from a value
   * to a height. Columns before `start` are left out.
   */
  fill(
    line: PixelLine,
    width: number,
    offset: number,
    factor: number,
    start = 0,
  ): void {
    this.#clear(width);
    const { x, low, high, length } = line;
    for (let at = line.indexBefore(start); at < length; at++) {
      if (Number.isNaN(low[at])) continue;
      const upper = offset + high[at] * factor;
      const lower = offset + low[at] * factor;
      const hasNext = at + 1 < length && !Number.isNaN(low[at + 1]);
      if (!hasNext) {
        this.#cover(Math.floor(x[at]), upper, upper, lower, lower);
        continue;
      }
      const nextUpper = offset + high[at + 1] * factor;
      const nextLower = offset + low[at + 1] * factor;
      this.#segment(x[at], upper, lower, x[at + 1], nextUpper, nextLower);
    }
  }

  #segment(
    x0: number,
    upper0: number,
    lower0: number,
    x1: number,
    upper1: number,
    lower1: number,
  ): void {
    const first = Math.max(0, Math.floor(x0));
    const last = Math.min(this.#width - 1, Math.floor(x1));
    if (first === last || x1 <= x0) {
      return this.#cover(first, upper0, upper1, lower0, lower1);
    }
    const scale = 1 / (x1 - x0);
    for (let column = first; column <= last; column++) {
      const a = Math.max(0, (column - x0) * scale);
      const b = Math.min(1, (column + 1 - x0) * scale);
      this.#cover(
        column,
        upper0 + (upper1 - upper0) * a,
        upper0 + (upper1 - upper0) * b,
        lower0 + (lower1 - lower0) * a,
        lower0 + (lower1 - lower0) * b,
      );
    }
  }

  #cover(
    column: number,
    upperA: number,
    upperB: number,
    lowerA: number,
    lowerB: number,
  ): void {
    if (column < 0 || column >= this.#width) return;
    const { upperTop, upperBottom, lowerTop, lowerBottom } = this;
    const top = upperA < upperB ? upperA : upperB;
    const end = upperA < upperB ? upperB : upperA;
    const start = lowerA < lowerB ? lowerA : lowerB;
    const bottom = lowerA < lowerB ? lowerB : lowerA;
    if (top < upperTop[column]) upperTop[column] = top;
    if (end > upperBottom[column]) upperBottom[column] = end;
    if (start < lowerTop[column]) lowerTop[column] = start;
    if (bottom > lowerBottom[column]) lowerBottom[column] = bottom;
  }

  #clear(width: number): void {
    if (width !== this.#width) {
      this.#width = width;
      this.upperTop = new Float32Array(width);
      this.upperBottom = new Float32Array(width);
      this.lowerTop = new Float32Array(width);
      this.lowerBottom = new Float32Array(width);
    }
    this.upperTop.fill(Infinity);
    this.upperBottom.fill(-Infinity);
    this.lowerTop.fill(Infinity);
    this.lowerBottom.fill(-Infinity);
  }
}
