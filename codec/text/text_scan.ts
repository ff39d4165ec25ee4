/**
 * The fast path for fields of text: finds the end of a plain field and decodes
 * its value in one pass. Other fields are left to the general path
 * (`text_integer.ts`, `text_double.ts`, `text_values.ts`), which is also the
 * reference in the tests of this file.
 *
 * @module
 */
import { readLongDecimal } from "./long_decimal.ts";

const TAB = 0x09;
const NEWLINE = 0x0a;
const POINT = 0x2e;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;
const ZERO = 0x30;

/** The powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** Digits that always stay below 2^53. */
const SAFE_DIGITS = 15;

/** Reads plain fields; holds the end and the value of the last one. */
export class TextScan {
  /** The end of the field: a tab, a newline, or the end of the bytes. */
  end = 0;
  /** The number that was read. */
  value = 0;

  /** Reads an optional minus and up to 15 digits; false for everything else. */
  integer(bytes: Uint8Array, at: number, to: number): boolean {
    const negative = at < to && bytes[at] === MINUS;
    const first = negative ? at + 1 : at;
    let value = 0;
    let i = first;
    for (; i < to; i++) {
      const digit = bytes[i] - ZERO;
      if (digit < 0 || digit > 9) {
        if (bytes[i] === TAB || bytes[i] === NEWLINE) break;
        return false;
      }
      value = value * 10 + digit;
    }
    if (i === first || i - first > SAFE_DIGITS) return false;
    this.end = i;
    this.value = negative && value !== 0 ? -value : value;
    return true;
  }

  /** Reads an optional minus, digits and a point; false for everything else. */
  double(bytes: Uint8Array, at: number, to: number): boolean {
    const negative = at < to && bytes[at] === MINUS;
    let mantissa = 0;
    let point = -1;
    const first = negative ? at + 1 : at;
    let i = first;
    for (; i < to; i++) {
      const digit = bytes[i] - ZERO;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
      } else if (bytes[i] === POINT && point < 0) {
        point = i;
      } else if (bytes[i] === TAB || bytes[i] === NEWLINE) {
        break;
      } else {
        return false;
      }
    }
    const fraction = point < 0 ? 0 : i - point - 1;
    const digits = i - first - (point < 0 ? 0 : 1);
    if (digits === 0 || fraction > 22) return false;
    let value = fraction === 0 ? mantissa : mantissa / POWERS[fraction];
    if (mantissa > Number.MAX_SAFE_INTEGER) {
      value = readLongDecimal(bytes, first, i, fraction);
      if (value !== value) return false;
    }
    this.end = i;
    this.value = negative ? -value : value;
    return true;
  }

  /**
   * Finds the end of a text without backslash or NUL; false for other texts.
   */
  text(bytes: Uint8Array, at: number, to: number): boolean {
    let i = at;
    for (; i < to; i++) {
      const byte = bytes[i];
      if (byte > NEWLINE && byte !== BACKSLASH) continue;
      if (byte === TAB || byte === NEWLINE) break;
      if (byte === BACKSLASH || byte === 0) return false;
    }
    this.end = i;
    return true;
  }
}
