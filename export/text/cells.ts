/**
 * The cells of a column, written row by row.
 *
 * @module
 */
import type { ExactValue } from "../../stored/stored.ts";
import type { TextBuffer } from "./text_buffer.ts";
import { type TextStyle, writeValue } from "./text_style.ts";

/** Writes the cells of a column. */
export interface Cells<Value = ExactValue> {
  /** Begins with the first of these values. */
  load(values: readonly Value[]): void;
  /** Writes the next value. */
  writeNext(out: TextBuffer): void;
}

/** Cells with any values. */
export class ValueCells implements Cells {
  readonly #style: TextStyle;
  #values: readonly ExactValue[] = [];
  #row = 0;

  /** Writes values as `style` says. */
  constructor(style: TextStyle) {
    this.#style = style;
  }

  load(values: readonly ExactValue[]): void {
    this.#values = values;
    this.#row = 0;
  }

  writeNext(out: TextBuffer): void {
    writeValue(out, this.#values[this.#row++], this.#style);
  }
}
