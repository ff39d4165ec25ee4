/**
 * Integers written in text.
 *
 * @module
 */

/** Digits that surely stay within 2^53. */
const SAFE_DIGITS = 15;
const TWO_32 = 0x1_0000_0000;

/** What {@linkcode IntegerReader.read} found. */
export const Found = {
  /** No integer. */
  nothing: 0,
  /** An integer within ±(2^53-1), in `value`. */
  small: 1,
  /** A larger one: its sign in `negative`, its magnitude in `high`, `low`. */
  large: 2,
} as const;

/** What a field turned out to be. */
export type FoundKind = typeof Found[keyof typeof Found];

/**
 * Reads a field as a whole: blanks, a sign, decimal digits or `0x` and hex
 * digits. A leading zero does not make it octal; an empty field is 0.
 */
export class IntegerReader {
  /** The integer, if small. */
  value = 0;
  /** Whether a large integer is below zero. */
  negative = false;
  /** Upper 32 bits of a large integer's magnitude. */
  high = 0;
  /** Lower 32 bits of a large integer's magnitude. */
  low = 0;

  /** Reads the field from `from` up to `to`; magnitudes end at 2^64-1. */
  read(bytes: Uint8Array, from: number, to: number): FoundKind {
    let at = from;
    while (at < to && isBlank(bytes[at])) at++;
    while (to > at && isBlank(bytes[to - 1])) to--;
    this.value = 0;
    this.negative = false;
    if (at === to) return Found.small;
    const sign = bytes[at];
    this.negative = sign === 0x2d;
    if (sign === 0x2d || sign === 0x2b) at++;
    if (at === to) return Found.nothing;
    if (to - at > SAFE_DIGITS) return this.#readLong(bytes, at, to);
    let value = 0;
    for (let i = at; i < to; i++) {
      const digit = bytes[i] - 0x30;
      if (digit < 0 || digit > 9) return this.#readLong(bytes, at, to);
      value = value * 10 + digit;
    }
    this.value = this.negative && value !== 0 ? -value : value;
    return Found.small;
  }

  #readLong(bytes: Uint8Array, at: number, to: number): FoundKind {
    const hex = to - at > 2 && bytes[at] === 0x30 &&
      (bytes[at + 1] | 0x20) === 0x78;
    const base = hex ? 16 : 10;
    let high = 0;
    let low = 0;
    for (let i = hex ? at + 2 : at; i < to; i++) {
      const digit = digitOf(bytes[i]);
      if (digit >= base) return Found.nothing;
      low = low * base + digit;
      const carry = Math.floor(low / TWO_32);
      low -= carry * TWO_32;
      high = high * base + carry;
      if (high >= TWO_32) return Found.nothing;
    }
    this.high = high;
    this.low = low;
    if (high >= 0x20_0000) return Found.large;
    const value = high * TWO_32 + low;
    this.value = this.negative && value !== 0 ? -value : value;
    return Found.small;
  }
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : 255;
}

/** Whether C's isspace(3) holds. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
