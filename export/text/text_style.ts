/**
 * How a format writes values that are no plain numbers.
 *
 * @module
 */
import { toBase64 } from "../../archive/cell_values.ts";
import type { ExactValue, RawColumn } from "../../stored/stored.ts";
import type { TextBuffer } from "./text_buffer.ts";

/** The style of a format. */
export interface TextStyle {
  /** Writes NULL. */
  missing(out: TextBuffer): void;
  /** Writes NaN or an infinity. */
  nonFinite(out: TextBuffer, value: number): void;
  /** Writes text. */
  text(out: TextBuffer, value: string): void;
  /** Writes the text of a row. */
  rawText(out: TextBuffer, texts: RawColumn, row: number): void;
  /** Writes a vector. */
  vector(
    out: TextBuffer,
    elements: Extract<ExactValue, readonly unknown[]>,
  ): void;
}

/** Writes the value of a row. */
export function writeRaw(
  out: TextBuffer,
  values: RawColumn,
  row: number,
  style: TextStyle,
): void {
  switch (values.form(row)) {
    case "number":
      return out.number(values.number(row));
    case "text":
      return style.rawText(out, values, row);
    case "null":
      return style.missing(out);
    default:
      writeValue(out, values.at(row) ?? null, style);
  }
}

/** Writes any value. */
export function writeValue(
  out: TextBuffer,
  value: ExactValue,
  style: TextStyle,
): void {
  switch (typeof value) {
    case "string":
      return style.text(out, value);
    case "bigint":
      return out.ascii(String(value));
    case "number":
      return Number.isFinite(value)
        ? out.number(value)
        : style.nonFinite(out, value);
    case "boolean":
      return out.ascii(value ? "true" : "false");
  }
  if (value === null) return style.missing(out);
  if (value instanceof Uint8Array) return style.text(out, toBase64(value));
  style.vector(out, value);
}
