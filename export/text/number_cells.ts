/**
 * The cells of a column of numbers.
 *
 * @module
 */
import type { ExactValue } from "../../stored/stored.ts";
import type { Cells } from "./cells.ts";
import type { TextBuffer } from "./text_buffer.ts";
import { type TextStyle, writeValue } from "./text_style.ts";

const COMMA = 0x2c;
const ZERO = 0x30;
const LETTER_N = 0x6e;

/** The most bytes of a number as JSON, with its comma. */
const NUMBER_BYTES = 26;

const ENCODER = new TextEncoder();

/**
 * Turns the numbers of a block into text at once. A string for each of them
 * would take twice as long, and V8 keeps the latest of these in a cache, which
 * then grows the heap.
 */
export class NumberCells implements Cells {
  readonly #style: TextStyle;
  #values: readonly ExactValue[] = [];
  #row = 0;
  /** Whether all values are numbers or missing. */
  #isPlain = false;
  /** The texts of the values, with a comma behind each. */
  #texts = new Uint8Array(0);
  #at = 0;

  /** Writes what is no finite number as `style` says. */
  constructor(style: TextStyle) {
    this.#style = style;
  }

  load(values: readonly ExactValue[]): void {
    this.#values = values;
    this.#row = 0;
    this.#isPlain = values.every(isPlain);
    if (this.#isPlain) this.#toTexts(values);
  }

  writeNext(out: TextBuffer): void {
    const value = this.#values[this.#row++];
    if (!this.#isPlain) return writeValue(out, value, this.#style);
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

  #toTexts(values: readonly ExactValue[]): void {
    const most = NUMBER_BYTES * values.length + 2;
    if (most > this.#texts.length) this.#texts = new Uint8Array(most);
    const json = JSON.stringify(values);
    const { written } = ENCODER.encodeInto(json, this.#texts);
    // Instead of the bracket.
    this.#texts[written - 1] = COMMA;
    this.#at = 1;
  }
}

function isPlain(value: ExactValue): boolean {
  return typeof value === "number" || value === null;
}
