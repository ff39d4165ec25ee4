/**
 * Integers written in text.
 *
 * @module
 */

import { skipBlanks, trimmedEnd } from "../tuples/blanks.ts";
import { hexIntegerPart } from "./hex_float.ts";
import { isHexPrefix, signEnd } from "./number_prefix.ts";

/** Digits that always stay within 2^53. */
const SAFE_DIGITS = 15;
const TWO_32 = 0x1_0000_0000;
const TWO_64 = 2n ** 64n;
/** More digits than any text has. */
const MOST_POWER = 2 ** 40;

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const LETTER_E = 0x65;

/** The results of {@linkcode IntegerReader.read}. */
export const Found = {
  /** No integer, or one beyond ±(2^64-1). */
  nothing: 0,
  /** An integer within ±(2^53-1), in `value`. */
  small: 1,
  /** A larger one: its sign in `negative`, its magnitude in `high`, `low`. */
  large: 2,
} as const;

/** One of {@linkcode Found}. */
export type FoundKind = typeof Found[keyof typeof Found];

/**
 * Reads integers: a sign, and decimal digits or `0x` and hexadecimal digits. A
 * leading zero does not mean octal.
 */
export class IntegerReader {
  /** The integer, if small. */
  value = 0;
  /** Whether a large integer is negative. */
  negative = false;
  /** Whether the field was empty, and so is 0. */
  isEmpty = false;
  /** Upper 32 bits of a large integer's magnitude. */
  high = 0;
  /** Lower 32 bits of a large integer's magnitude. */
  low = 0;

  /**
   * Reads a complete field, including surrounding blanks; an empty one is 0.
   */
  read(bytes: Uint8Array, from: number, to: number): FoundKind {
    let at = skipBlanks(bytes, from, to);
    to = trimmedEnd(bytes, at, to);
    this.value = 0;
    this.negative = false;
    this.isEmpty = at === to;
    if (at === to) return Found.small;
    this.negative = bytes[at] === MINUS;
    at = signEnd(bytes, at, to);
    if (at === to) return Found.nothing;
    const end = this.#readDigits(bytes, at, to);
    if (end === to) return Found.small;
    return end > at && bytes[end] === POINT
      ? Found.nothing
      : this.#readLong(bytes, at, to);
  }

  /**
   * Reads the integer part of a number with a fraction or an exponent, which
   * extends from `from` to `to` (`number_prefix.ts`).
   */
  readPart(bytes: Uint8Array, from: number, to: number): FoundKind {
    const at = signEnd(bytes, from, to);
    this.negative = bytes[from] === MINUS;
    if (this.#readDigits(bytes, at, to) === to) return Found.small;
    return isHexPrefix(bytes, at, to)
      ? this.#readHexPart(bytes, at, to)
      : this.#readDecimalPart(bytes, at, to);
  }

  /**
   * Reads the integer part of a field in the most common form: an optional
   * minus, up to 15 digits, a point, digits. Returns false for everything else.
   */
  readFraction(bytes: Uint8Array, from: number, to: number): boolean {
    this.negative = bytes[from] === MINUS;
    const first = this.negative ? from + 1 : from;
    const point = this.#readDigits(bytes, first, to);
    if (point === first || point >= to || bytes[point] !== POINT) return false;
    for (let i = point + 1; i < to; i++) {
      if (bytes[i] < ZERO || bytes[i] > ZERO + 9) return false;
    }
    return true;
  }

  /**
   * Reads up to 15 digits from `at` on; returns their end. The value gets the
   * sign that was found.
   */
  #readDigits(bytes: Uint8Array, at: number, to: number): number {
    const most = Math.min(to, at + SAFE_DIGITS);
    let value = 0;
    let i = at;
    for (; i < most; i++) {
      const digit = bytes[i] - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    this.value = this.negative && value !== 0 ? -value : value;
    return i;
  }

  #readDecimalPart(bytes: Uint8Array, at: number, to: number): FoundKind {
    let end = at;
    while (end < to && (bytes[end] | 0x20) !== LETTER_E) end++;
    let point = at;
    while (point < end && bytes[point] !== POINT) point++;
    // Digits before the point, after the exponent has moved it.
    let left = point - at + readPower(bytes, end + 1, to);
    this.high = this.low = 0;
    for (let i = at; i < end && left > 0; i++) {
      if (i === point) continue;
      if (!this.#append(bytes[i] - ZERO)) return Found.nothing;
      left--;
    }
    for (; left > 0 && (this.high > 0 || this.low > 0); left--) {
      if (!this.#append(0)) return Found.nothing;
    }
    return this.#settle();
  }

  #readHexPart(bytes: Uint8Array, at: number, to: number): FoundKind {
    const text = new TextDecoder().decode(bytes.subarray(at, to));
    const magnitude = hexIntegerPart(text);
    if (magnitude === undefined || magnitude >= TWO_64) return Found.nothing;
    this.high = Number(magnitude >> 32n);
    this.low = Number(magnitude & 0xffff_ffffn);
    return this.#settle();
  }

  /** Appends a decimal digit; returns false beyond 64 bits. */
  #append(digit: number): boolean {
    if (digit === 0 && this.low === 0 && this.high === 0) return true;
    const low = this.low * 10 + digit;
    const carry = Math.floor(low / TWO_32);
    this.low = low - carry * TWO_32;
    this.high = this.high * 10 + carry;
    return this.high < TWO_32;
  }

  #readLong(bytes: Uint8Array, at: number, to: number): FoundKind {
    const hex = to - at > 2 && bytes[at] === 0x30 &&
      (bytes[at + 1] | 0x20) === 0x78;
    const base = hex ? 16 : 10;
    let high = 0;
    let low = 0;
    let i = hex ? at + 2 : at;
    // A message full of zeros takes no time.
    while (i < to - 1 && bytes[i] === ZERO) i++;
    for (; i < to; i++) {
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
    return this.#settle();
  }

  /** Returns the size class of the magnitude in `high` and `low`. */
  #settle(): FoundKind {
    if (this.high >= 0x20_0000) return Found.large;
    const value = this.high * TWO_32 + this.low;
    this.value = this.negative && value !== 0 ? -value : value;
    return Found.small;
  }
}

/** The exponent in `[from, to)`, 0 if there is none; huge ones are limited. */
function readPower(bytes: Uint8Array, from: number, to: number): number {
  const first = signEnd(bytes, from, to);
  let power = 0;
  for (let i = first; i < to; i++) {
    power = Math.min(power * 10 + bytes[i] - ZERO, MOST_POWER);
  }
  return bytes[from] === MINUS && first > from ? -power : power;
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : 255;
}
