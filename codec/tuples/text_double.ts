/**
 * Doubles written in text.
 *
 * @module
 */
import { isBlank } from "./text_integer.ts";

/** The powers of ten a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MAX_EXACT = Number.MAX_SAFE_INTEGER;

/** Doubles are below 2 to this power, and multiples of 2 to that. */
const MAX_POWER = 1024;
const MIN_POWER = -1074;

const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const HEX =
  /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)(?:[pP]([+-]?[0-9]+))?$/;
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
  while (from < to && isBlank(bytes[from])) from++;
  while (to > from && isBlank(bytes[to - 1])) to--;
  // The longest exact decimal expansion of a double has 1,075 characters more
  // or less; what is longer is rare enough to be refused.
  if (from === to || to - from > 4096) return NaN;
  const text = String.fromCharCode(...bytes.subarray(from, to));
  if (DECIMAL.test(text)) return Number(text);
  const infinity = INFINITY.exec(text);
  if (infinity !== null) return infinity[1] === "-" ? -Infinity : Infinity;
  return readHexDouble(text);
}

function readHexDouble(text: string): number {
  const [, sign, whole, part, power] = HEX.exec(text) ?? [];
  if (whole === undefined || whole + part === "") return NaN;
  const digits = BigInt(`0x${whole}${part}`);
  const magnitude = scale(digits, Number(power ?? 0) - 4 * part.length);
  return sign === "-" ? -magnitude : magnitude;
}

/** `digits * 2^power`, rounded once, half to even. */
function scale(digits: bigint, power: number): number {
  if (digits === 0n) return 0;
  const top = digits.toString(2).length + power;
  if (top > MAX_POWER) return Infinity;
  // The last bit that a double of this size has.
  const last = Math.max(top - 53, MIN_POWER);
  const excess = last - power;
  if (excess <= 0) return Number(digits) * 2 ** power;
  if (top < MIN_POWER) return 0;
  const kept = digits >> BigInt(excess);
  const rest = digits - (kept << BigInt(excess));
  const half = 1n << BigInt(excess - 1);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  return Number(up ? kept + 1n : kept) * 2 ** last;
}
