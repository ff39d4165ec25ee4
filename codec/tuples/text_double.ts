/**
 * Doubles written in text.
 *
 * @module
 */
import { skipBlanks, trimmedEnd } from "./blanks.ts";
import { readHexDouble } from "./hex_float.ts";

/** A NaN has no longer text: glibc and others print up to 16 digits with it. */
const LONGEST_NAN = 64;

/** The powers of ten a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MAX_EXACT = Number.MAX_SAFE_INTEGER;

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const NAN = /^[ \t-\r]*[+-]?nan(?:\([0-9a-z_]*\))?[ \t-\r]*$/i;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;

/**
 * Reads a field in the form of strtod(3) as a whole. What is no number is
 * NaN. A mantissa below 2^53 and a power of ten up to 22 are exact in a double,
 * so that one division rounds correctly; all else takes the long way.
 */
export function readDouble(
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  let at = from;
  const negative = bytes[at] === 0x2d && at < to;
  if (negative) at++;
  let mantissa = 0;
  let fraction = 0;
  let point = false;
  for (; at < to; at++) {
    const digit = bytes[at] - 0x30;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      if (point) fraction++;
    } else if (digit === -2 && !point) {
      point = true;
    } else {
      return readLongDouble(bytes, from, to);
    }
  }
  const digits = to - from - (negative ? 1 : 0) - (point ? 1 : 0);
  if (digits === 0 || fraction >= POWERS.length || mantissa > MAX_EXACT) {
    return readLongDouble(bytes, from, to);
  }
  const value = fraction === 0 ? mantissa : mantissa / POWERS[fraction];
  return negative ? -value : value;
}

function readLongDouble(bytes: Uint8Array, from: number, to: number): number {
  from = skipBlanks(bytes, from, to);
  to = trimmedEnd(bytes, from, to);
  // The longest exact decimal expansion of a double has 1,075 characters more
  // or less; what is longer is rare enough to be refused.
  if (from === to || to - from > 4096) return NaN;
  const text = String.fromCharCode(...bytes.subarray(from, to));
  if (DECIMAL.test(text)) return Number(text);
  const infinity = INFINITY.exec(text);
  if (infinity !== null) return infinity[1] === "-" ? -Infinity : Infinity;
  return readHexDouble(text);
}

/** Whether a field that {@linkcode readDouble} takes as NaN says just that. */
export function isNanText(
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  return to - from <= LONGEST_NAN &&
    NAN.test(String.fromCharCode(...bytes.subarray(from, to)));
}
