/**
 * Reduces vectors over time to the average vector of each pixel.
 *
 * @module
 */
import { PixelScale } from "./pixel_scale.ts";
import type { Spectra } from "./plots.ts";
import type { TimeRange } from "./time_index.ts";

/** The most numbers of all pixels together. */
const MOST_NUMBERS = 1_000_000;

/** The sums of one pixel, for each bin. */
interface Pixel {
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
}

/** What is expected of the vectors, and how large the result may be. */
export interface SpectraSize {
  /** The times of most vectors. */
  readonly expected: TimeRange;
  /** The pixels of that time. */
  readonly width: number;
  /** The most elements of a reduced vector. */
  readonly bins: number;
}

/** Average vectors, whose memory is bounded by pixels and bins. */
export class MeanSpectra {
  readonly #mostBins: number;
  readonly #scale: PixelScale;
  #pixels = new Map<number, Pixel>();
  #bins = 0;
  #length = 0;

  /** Nothing at first. */
  constructor({ expected, width, bins }: SpectraSize) {
    this.#mostBins = Math.max(1, bins);
    const most = Math.max(1, Math.floor(MOST_NUMBERS / this.#mostBins));
    this.#scale = new PixelScale(expected, Math.min(width, most));
  }

  /** Number of elements of the longest vector. */
  get length(): number {
    return this.#length;
  }

  /** Adds a vector; elements without a number do not count. */
  add(time: number, vector: readonly (number | null)[]): void {
    if (vector.length > this.#length) this.#lengthen(vector.length);
    let at = this.#scale.pixel(time);
    while (at === undefined) {
      const shift = this.#scale.widen(time);
      this.#move((pixel) => (pixel + shift) >> 1, (bin) => bin);
      at = this.#scale.pixel(time);
    }
    const { sums, counts } = this.#pixel(at);
    binned(vector, this.#length, this.#bins).forEach((value, bin) => {
      if (value === null) return;
      sums[bin] += value;
      counts[bin]++;
    });
  }

  /** The columns of a heat map. */
  reduced(): Pick<Spectra, "times" | "values"> {
    const pixels = [...this.#pixels].toSorted(([a], [b]) => a - b);
    return {
      times: pixels.map(([at]) => this.#scale.middle(at)),
      values: pixels.map(([, { sums, counts }]) =>
        Array.from(
          sums,
          (sum, bin) => counts[bin] === 0 ? null : sum / counts[bin],
        )
      ),
    };
  }

  #pixel(at: number): Pixel {
    const known = this.#pixels.get(at);
    if (known !== undefined) return known;
    const pixel = {
      sums: new Float64Array(this.#bins),
      counts: new Uint32Array(this.#bins),
    };
    this.#pixels.set(at, pixel);
    return pixel;
  }

  /** The elements of a bin come first in their new bin. */
  #lengthen(length: number): void {
    const [bins, before] = [this.#bins, this.#length];
    this.#length = length;
    this.#bins = Math.min(this.#mostBins, length);
    const first = (bin: number) => Math.ceil(bin * before / bins);
    this.#move(
      (pixel) => pixel,
      (bin) => Math.floor(first(bin) * this.#bins / length),
    );
  }

  #move(toPixel: (at: number) => number, toBin: (at: number) => number): void {
    const before = this.#pixels;
    this.#pixels = new Map();
    for (const [at, { sums, counts }] of before) {
      const pixel = this.#pixel(toPixel(at));
      sums.forEach((sum, bin) => {
        pixel.sums[toBin(bin)] += sum;
        pixel.counts[toBin(bin)] += counts[bin];
      });
    }
  }
}

/**
 * A vector as `bins` numbers: the largest of the elements that share a bin.
 * Vectors that are shorter than `length` fill the first bins only.
 */
function binned(
  vector: readonly (number | null)[],
  length: number,
  bins: number,
): (number | null)[] {
  const reduced = new Array<number | null>(bins).fill(null);
  vector.forEach((value, i) => {
    if (value === null) return;
    const bin = Math.floor(i * bins / length);
    const before = reduced[bin];
    if (before === null || value > before) reduced[bin] = value;
  });
  return reduced;
}
