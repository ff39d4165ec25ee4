/**
 * Reduces a line to what a plot of a certain width can show.
 *
 * @module
 */
import type { LineBuffer } from "./line_buffer.ts";

/** A part of the time and the number of pixels that show it. */
export interface PixelRange {
  /** Time at the left edge, in seconds. */
  readonly from: number;
  /** Time at the right edge. */
  readonly to: number;
  /** Width in pixels. */
  readonly width: number;
}

/**
 * The points of a line for drawing, at most two for each pixel and one beyond
 * each edge. It is filled again for each drawing, so that drawing allocates
 * nothing.
 */
export class PixelLine {
  /** Positions in pixels from the left edge; may lie outside the plot. */
  x = new Float64Array(256);
  /** The smallest values; NaN: a gap. */
  low = new Float64Array(256);
  /** The largest values; NaN: a gap. */
  high = new Float64Array(256);
  /** The last values; NaN if unknown, or a gap. */
  last = new Float64Array(256);
  /** Number of points. */
  length = 0;
  /** The smallest value inside the plot; Infinity without one. */
  min = Infinity;
  /** The largest value inside the plot; -Infinity without one. */
  max = -Infinity;

  /** Takes the points of `line` in `range`, merging those of one pixel. */
  fill(line: LineBuffer, range: PixelRange): void {
    this.length = 0;
    this.min = Infinity;
    this.max = -Infinity;
    const scale = range.width / (range.to - range.from);
    if (!Number.isFinite(scale)) return;
    const { times, low, high } = line;
    const start = Math.max(0, line.indexFrom(range.from) - 1);
    const end = Math.min(line.length, line.indexAfter(range.to) + 1);
    // Pixels are counted from time 0, not from the edge: so a plot that moves
    // merges the same points again, and does not flicker.
    let pixel = NaN;
    for (let at = start; at < end; at++) {
      const x = (times[at] - range.from) * scale;
      const bottom = low[at];
      const here = Math.floor(times[at] * scale);
      if (Number.isNaN(bottom)) {
        this.#push(x, NaN, NaN);
        pixel = NaN;
      } else if (here === pixel) {
        this.#widen(bottom, high[at]);
      } else {
        this.#push(x, bottom, high[at]);
        pixel = here;
      }
      if (x >= 0 && x <= range.width) {
        if (bottom < this.min) this.min = bottom;
        if (high[at] > this.max) this.max = high[at];
      }
    }
  }

  /** Moves all points to the left, as the plot moved to later times. */
  move(pixels: number): void {
    for (let at = 0; at < this.length; at++) this.x[at] -= pixels;
  }

  /** The index of the last point left of a position; 0 if there is none. */
  indexBefore(position: number): number {
    let [start, end] = [0, this.length];
    while (start < end) {
      const middle = (start + end) >> 1;
      if (this.x[middle] < position) start = middle + 1;
      else end = middle;
    }
    return Math.max(0, start - 1);
  }

  #widen(low: number, high: number): void {
    const at = this.length - 1;
    if (low < this.low[at]) this.low[at] = low;
    if (high > this.high[at]) this.high[at] = high;
    this.last[at] = low === high ? low : NaN;
  }

  #push(x: number, low: number, high: number): void {
    if (this.length === this.x.length) this.#grow();
    const at = this.length++;
    this.x[at] = x;
    this.low[at] = low;
    this.high[at] = high;
    this.last[at] = low === high ? low : NaN;
  }

  #grow(): void {
    this.x = enlarged(this.x);
    this.low = enlarged(this.low);
    this.high = enlarged(this.high);
    this.last = enlarged(this.last);
  }
}

function enlarged(array: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
