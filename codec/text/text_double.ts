/**
 * Doubles written in text.
 *
 * @module
 */
import { skipBlanks, trimmedEnd } from "../tuples/blanks.ts";
import { readHexDouble } from "./hex_float.ts";
import { signEnd } from "./number_prefix.ts";

/**
 * The most characters of a double: the longest exact decimal expansion has
 * about 1,075, and longer ones are rare enough to be rejected.
 */
export const LONGEST_DOUBLE = 4096;

/** The longest NaN: glibc and others print up to 16 digits with it. */
const LONGEST_NAN = 64;

/** The powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MAX_EXACT = Number.MAX_SAFE_INTEGER;

/** Longer ones are far beyond any double, or have leading zeros. */
const MOST_EXPONENT_DIGITS = 3;

/** Longer mantissas are left to the general path. */
const LONGEST_SHORT = 64;

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const LETTER_E = 0x65;

/** The beginnings of infinities and NaN, in lower case. */
const WORDS: readonly (readonly number[])[] = [
  [0x69, 0x6e, 0x66],
  [0x6e, 0x61, 0x6e],
];
const WORD_LENGTH = 3;

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const NAN = /^[ \t-\r]*[+-]?nan(?:\([0-9a-z_]*\))?[ \t-\r]*$/i;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;

/**
 * Reads a complete field in the format of strtod(3). Anything else is NaN.
 */
export function readDouble(
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  const value = readShortDouble(bytes, from, to);
  return value === value ? value : readLongDouble(bytes, from, to);
}

/**
 * The fast path for most numbers; NaN for everything else. A mantissa below
 * 2^53 and a power of ten up to 22 are exact in a double, so that one division,
 * or one multiplication, rounds correctly.
 */
export function readShortDouble(
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  const negative = bytes[from] === MINUS;
  const first = negative ? from + 1 : from;
  let mantissa = 0;
  let point = -1;
  const most = Math.min(to, first + LONGEST_SHORT);
  let at = first;
  for (; at < most; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (digit === POINT - ZERO && point < 0) point = at;
    else break;
  }
  const fraction = point < 0 ? 0 : at - point - 1;
  const digits = at - first - (point < 0 ? 0 : 1);
  if (digits <= 0 || mantissa > MAX_EXACT) return NaN;
  const power = (at < to ? readExponent(bytes, at, to) : 0) - fraction;
  const isExact = power < POWERS.length && -power < POWERS.length;
  if (!isExact) return NaN;
  const value = power < 0
    ? mantissa / POWERS[-power]
    : mantissa * POWERS[power];
  return negative ? -value : value;
}

/** The exponent from `at` to `to`; NaN if there is none. */
function readExponent(bytes: Uint8Array, at: number, to: number): number {
  if ((bytes[at] | 0x20) !== LETTER_E) return NaN;
  const first = signEnd(bytes, at + 1, to);
  if (first === to || to - first > MOST_EXPONENT_DIGITS) return NaN;
  let exponent = 0;
  for (let i = first; i < to; i++) {
    const digit = bytes[i] - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    exponent = exponent * 10 + digit;
  }
  return bytes[at + 1] === MINUS ? -exponent : exponent;
}

function readLongDouble(bytes: Uint8Array, from: number, to: number): number {
  from = skipBlanks(bytes, from, to);
  to = trimmedEnd(bytes, from, to);
  if (from === to || to - from > LONGEST_DOUBLE) return NaN;
  const text = String.fromCharCode(...bytes.subarray(from, to));
  if (DECIMAL.test(text)) return Number(text);
  const infinity = INFINITY.exec(text);
  if (infinity !== null) return infinity[1] === "-" ? -Infinity : Infinity;
  return readHexDouble(text);
}

/**
 * Whether a field that {@linkcode readDouble} reads as NaN is the text of a
 * NaN.
 */
export function isNanText(
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  return to - from <= LONGEST_NAN &&
    NAN.test(String.fromCharCode(...bytes.subarray(from, to)));
}

/** Whether a field that starts without digits may be an infinity or NaN. */
export function isWord(bytes: Uint8Array, from: number, to: number): boolean {
  const at = signEnd(bytes, from, to);
  return at + WORD_LENGTH <= to &&
    WORDS.some((word) =>
      word.every((letter, i) => (bytes[at + i] | 0x20) === letter)
    );
}
