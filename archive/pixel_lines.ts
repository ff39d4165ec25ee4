/**
 * Reduces values over time to the smallest and the largest one of each pixel.
 *
 * @module
 */
import type { SeriesLine } from "./plots.ts";
import { PixelLine } from "./pixel_line.ts";
import { PixelScale } from "./pixel_scale.ts";
import type { TimeRange } from "./time_index.ts";

/** The most pixels of all lines together; more lines have wider pixels. */
const MOST_PIXELS = 400_000;

/** The fewest pixels of a line. */
const FEWEST_PIXELS = 16;

/**
 * The lines of some columns, by sender. Memory is bounded by the number of
 * lines and pixels, whatever is added: if times exceed the expected range, or
 * there are many lines, pixels become wider.
 */
export class PixelLines {
  readonly #columns: readonly string[];
  readonly #scale: PixelScale;
  readonly #senders = new Map<number, readonly PixelLine[]>();
  #from = Infinity;
  #to = -Infinity;

  /** Most times are in `expected`, which is as wide as `width` pixels. */
  constructor(columns: readonly string[], expected: TimeRange, width: number) {
    this.#columns = columns;
    this.#scale = new PixelScale(expected, Math.max(1, width));
  }

  /** The earliest and the latest time, if any was added. */
  get extent(): TimeRange | undefined {
    return this.#from <= this.#to
      ? { from: this.#from, to: this.#to }
      : undefined;
  }

  /**
   * Adds a row of `sender`: the value of each column from `row[at]` on. What is
   * no finite number is a gap.
   */
  add(
    sender: number,
    time: number,
    row: readonly unknown[],
    at: number,
  ): void {
    let pixel = this.#scale.pixel(time);
    while (pixel === undefined) {
      const shift = this.#scale.widen(time);
      for (const lines of this.#senders.values()) {
        for (const line of lines) line.widen(shift);
      }
      pixel = this.#scale.pixel(time);
    }
    if (time < this.#from) this.#from = time;
    if (time > this.#to) this.#to = time;
    const lines = this.#senders.get(sender) ?? this.#start(sender);
    for (let i = 0; i < lines.length; i++) {
      lines[i].add(pixel, time, row[at + i]);
    }
  }

  /** The lines so far, named by `name`, in the order of the senders' numbers. */
  lines(name: (sender: number) => string): SeriesLine[] {
    return [...this.#senders].toSorted(([a], [b]) => a - b)
      .flatMap(([sender, lines]) =>
        lines.map((line, i) => ({
          sender: name(sender),
          column: this.#columns[i],
          ...line.reduced(this.#scale),
        }))
      )
      .filter(({ min }) => min.some((value) => value !== null));
  }

  #start(sender: number): readonly PixelLine[] {
    const count = (this.#senders.size + 1) * this.#columns.length;
    while (
      count * this.#scale.width > MOST_PIXELS &&
      this.#scale.width > FEWEST_PIXELS
    ) {
      const shift = this.#scale.halve();
      for (const lines of this.#senders.values()) {
        for (const line of lines) line.widen(shift, this.#scale.width);
      }
    }
    const lines = this.#columns.map(() => new PixelLine(this.#scale.width));
    this.#senders.set(sender, lines);
    return lines;
  }
}
