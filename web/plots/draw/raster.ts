/**
 * Pixels that lines are drawn into, a column at a time: many times faster than
 * paths of a canvas, which matters where nothing but the processor draws.
 *
 * @module
 */

/** A colour as in the memory of a picture: blue, green, red, 8 bits each. */
export type Colour = number;

/** The pixels of a picture: transparent at first. */
export class Raster {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Red, green, blue, opacity of each pixel, row by row. */
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
  readonly #words: Uint32Array;

  /** A transparent picture. */
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.bytes = new Uint8ClampedArray(width * height * 4);
    this.#words = new Uint32Array(this.bytes.buffer);
  }

  /** Makes the columns from `first` on transparent. */
  clear(first = 0): void {
    if (first <= 0) {
      this.#words.fill(0);
      return;
    }
    const { width } = this;
    for (let end = width; end <= this.#words.length; end += width) {
      this.#words.fill(0, end - width + first, end);
    }
  }

  /** Moves everything to the left by some pixels. */
  shift(pixels: number): void {
    if (pixels <= 0) return;
    // Row by row: what leaves one at the left enters the one above at its end.
    this.#words.copyWithin(0, pixels);
    this.clear(this.width - pixels);
  }

  /**
   * Paints the part of the column `x` from `top` to `bottom`, in pixels from
   * the upper edge; pixels at the ends are covered in part.
   */
  column(
    x: number,
    top: number,
    bottom: number,
    colour: Colour,
    opacity: number,
  ): void {
    const start = top > 0 ? top : 0;
    const end = bottom < this.height ? bottom : this.height;
    if (!(end > start)) return;
    const first = Math.floor(start);
    const last = Math.ceil(end) - 1;
    const alpha = opacity * 256;
    if (first === last) {
      return this.#blend(first * this.width + x, colour, alpha * (end - start));
    }
    const firstAt = first * this.width + x;
    const lastAt = last * this.width + x;
    this.#blend(firstAt, colour, alpha * (first + 1 - start));
    this.#run(firstAt + this.width, lastAt, colour, alpha);
    this.#blend(lastAt, colour, alpha * (end - last));
  }

  /** Paints whole pixels of a column, from index `start` to before `end`. */
  #run(start: number, end: number, colour: Colour, alpha: number): void {
    const { width } = this;
    if (alpha < 255) {
      for (let at = start; at < end; at += width) {
        this.#blend(at, colour, alpha);
      }
      return;
    }
    const word = colour | 255 << 24;
    for (let at = start; at < end; at += width) this.#words[at] = word;
  }

  /** Lays a colour over the pixel with an index; `opacity` is 0 to 256. */
  #blend(at: number, colour: Colour, opacity: number): void {
    const alpha = opacity | 0;
    const words = this.#words;
    const below = words[at];
    const belowAlpha = below >>> 24;
    if (belowAlpha === 0) {
      words[at] = colour | (alpha > 255 ? 255 : alpha) << 24;
      return;
    }
    const sum = alpha + (belowAlpha * (256 - alpha) >> 8);
    if (sum === 0) return;
    // The share of the upper colour, 0 to 256.
    const share = belowAlpha === 255 ? alpha : (alpha << 8) / sum | 0;
    const rest = 256 - share;
    // Red and blue are mixed at once: each has room for 16 bits.
    const redBlue = (colour & 0xff00ff) * share + (below & 0xff00ff) * rest;
    const green = (colour & 0xff00) * share + (below & 0xff00) * rest;
    words[at] = redBlue >>> 8 & 0xff00ff | green >>> 8 & 0xff00 |
      (sum > 255 ? 255 : sum) << 24;
  }
}

/** The colour that `#rrggbb` means. */
export function colourOf(text: string): Colour {
  const value = parseInt(text.slice(1), 16);
  return (value & 255) << 16 | value & 0xff00 | value >> 16 & 255;
}
