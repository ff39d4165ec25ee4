/**
 * The cells of a column, written row by row.
 *
 * @module
 */
import type { ExactColumn } from "../../stored/stored.ts";
import type { TextBuffer } from "./text_buffer.ts";
import { type TextStyle, writeRaw, writeValue } from "./text_style.ts";

/** Writes the cells of a column. */
export interface Cells<Column = ExactColumn> {
  /** Begins with the first of these values. */
  load(values: Column): void;
  /** Writes the next value. */
  writeNext(out: TextBuffer): void;
}

/** Cells with any values. */
export class ValueCells implements Cells {
  readonly #style: TextStyle;
  #values: ExactColumn = [];
  #row = 0;

  /** Writes values as `style` says. */
  constructor(style: TextStyle) {
    this.#style = style;
  }

  load(values: ExactColumn): void {
    this.#values = values;
    this.#row = 0;
  }

  writeNext(out: TextBuffer): void {
    const row = this.#row++;
    const { raw } = this.#values;
    if (raw !== undefined) return writeRaw(out, raw, row, this.#style);
    writeValue(out, this.#values.at(row) ?? null, this.#style);
  }
}
