/**
 * The cells of a column of numbers.
 *
 * @module
 */
import type { ExactColumn } from "../../stored/stored.ts";
import { type Cells, ValueCells } from "./cells.ts";
import { isShortNumber } from "./short_numbers.ts";
import type { TextBuffer } from "./text_buffer.ts";
import { type TextStyle, writeValue } from "./text_style.ts";

const COMMA = 0x2c;
const ZERO = 0x30;
const LETTER_N = 0x6e;

/** The most bytes of a number as JSON, with its comma. */
const NUMBER_BYTES = 26;

const ENCODER = new TextEncoder();

/** Rows by which a block is judged. */
const SAMPLE = 32;

/**
 * Turns the numbers of a block into text at once if they have many digits: a
 * string for each of them would take twice as long, and V8 keeps the latest of
 * these in a cache, which then grows the heap.
 */
export class NumberCells implements Cells {
  readonly #style: TextStyle;
  /** Cells whose values have few digits, or are not all numbers. */
  readonly #others: ValueCells;
  readonly #numbers: (number | null)[] = [];
  #row = 0;
  /** Whether the texts are used. */
  #isLong = false;
  /** The texts of the values, with a comma behind each. */
  #texts = new Uint8Array(0);
  #at = 0;

  /** Writes what is no finite number as `style` says. */
  constructor(style: TextStyle) {
    this.#style = style;
    this.#others = new ValueCells(style);
  }

  load(values: ExactColumn): void {
    this.#row = 0;
    this.#isLong = hasLongNumber(values) && this.#collect(values);
    if (this.#isLong) this.#toTexts();
    else this.#others.load(values);
  }

  writeNext(out: TextBuffer): void {
    if (!this.#isLong) return this.#others.writeNext(out);
    const value = this.#numbers[this.#row++];
    const texts = this.#texts;
    const at = this.#at;
    // JSON has no infinities and no NaN, and JSON.stringify no negative zero.
    if (texts[at] === LETTER_N) {
      this.#at = at + "null,".length;
      writeValue(out, value, this.#style);
    } else if (texts[at] === ZERO && Object.is(value, -0)) {
      this.#at = at + "0,".length;
      out.number(-0);
    } else {
      this.#at = out.copyToComma(texts, at) + 1;
    }
  }

  /** Whether all values are numbers or missing, which they are then here. */
  #collect(values: ExactColumn): boolean {
    const numbers = this.#numbers;
    const { length } = values;
    for (let row = 0; row < length; row++) {
      const value = values.at(row) ?? null;
      if (typeof value !== "number" && value !== null) return false;
      numbers[row] = value;
    }
    numbers.length = length;
    return true;
  }

  #toTexts(): void {
    const most = NUMBER_BYTES * this.#numbers.length + 2;
    if (most > this.#texts.length) this.#texts = new Uint8Array(most);
    const json = JSON.stringify(this.#numbers);
    const { written } = ENCODER.encodeInto(json, this.#texts);
    // Instead of the bracket.
    this.#texts[written - 1] = COMMA;
    this.#at = 1;
  }
}

/** Whether one of the first values is a number with many digits. */
function hasLongNumber(values: ExactColumn): boolean {
  const rows = Math.min(SAMPLE, values.length);
  for (let row = 0; row < rows; row++) {
    const value = values.at(row);
    if (typeof value === "number" && !isShortNumber(value)) return true;
  }
  return false;
}
