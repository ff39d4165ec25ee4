/**
 * The cells of a column of points in time.
 *
 * @module
 */
import { unixMicroseconds } from "../unix_microseconds.ts";
import type { Cells } from "./cells.ts";
import type { TextBuffer } from "./text_buffer.ts";
import type { TextStyle } from "./text_style.ts";

/** The latest and the earliest time that JavaScript has a date for. */
const MOST_SECONDS = 8.64e12;

/** Writes times as `YYYY-MM-DDTHH:MM:SS.ffffffZ`. */
export class UtcCells implements Cells<readonly (number | null)[]> {
  readonly #style: TextStyle;
  readonly #origin: number;
  #times: readonly (number | null)[] = [];
  #row = 0;
  /** The last second, and its text. */
  #second = NaN;
  #text = "";

  /** Times are in seconds since `origin`, UNIX seconds. */
  constructor(style: TextStyle, origin: number) {
    this.#style = style;
    this.#origin = origin;
  }

  load(times: readonly (number | null)[]): void {
    this.#times = times;
    this.#row = 0;
  }

  writeNext(out: TextBuffer): void {
    const time = this.#times[this.#row++];
    if (time === null) return this.#style.missing(out);
    const microseconds = unixMicroseconds(this.#origin, time);
    const second = Math.floor(microseconds / 1e6);
    // Another program's time may be anything.
    if (!(Math.abs(second) <= MOST_SECONDS)) {
      return this.#style.nonFinite(out, time);
    }
    const fraction = String(microseconds - second * 1e6).padStart(6, "0");
    this.#style.text(out, `${this.#dateOf(second)}${fraction}Z`);
  }

  /** The text of a second: most times are in that of the previous one. */
  #dateOf(second: number): string {
    if (second !== this.#second) {
      this.#second = second;
      this.#text = new Date(second * 1000).toISOString()
        .slice(0, -"000Z".length);
    }
    return this.#text;
  }
}
