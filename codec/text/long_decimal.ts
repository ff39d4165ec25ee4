/**
 * Decimal numbers with more digits than a double holds exactly, such as the
 * timestamps of programs that print all digits of a double. Computed with pairs
 * of doubles, which is several times faster than to make a string of the field
 * and parse that.
 *
 * @module
 */

const POINT = 0x2e;
const ZERO = 0x30;

/** Digits of each of the two halves of a number. */
const HALF_DIGITS = 11;

/** The powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** Splits a double into two halves of 26 bits (Dekker). */
const SPLITTER = 2 ** 27 + 1;

/** Far above the relative error of the correction, which is about 2^-51. */
const ERROR = 2 ** -48;

/**
 * Reads digits from `from` to `to`, of which `fraction` follow a point, if
 * there is one. Returns the nearest double, or NaN if there are too many digits
 * or the number is too close to the middle between two doubles.
 */
export function readLongDecimal(
  bytes: Uint8Array,
  from: number,
  to: number,
  fraction: number,
): number {
  let high = 0;
  let low = 0;
  let digits = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    if (byte === POINT) continue;
    if (digits < HALF_DIGITS) high = high * 10 + byte - ZERO;
    else low = low * 10 + byte - ZERO;
    digits++;
  }
  const lowDigits = Math.max(digits - HALF_DIGITS, 0);
  if (lowDigits > HALF_DIGITS || fraction >= POWERS.length) return NaN;
  // The number is (sum + rest) / power; `rest` is almost exact.
  const product = high * POWERS[lowDigits];
  const sum = product + low;
  const rest = low - (sum - product) +
    productError(high, POWERS[lowDigits], product);
  const power = POWERS[fraction];
  const quotient = sum / power;
  const back = quotient * power;
  const correction = (sum - back - productError(quotient, power, back) + rest) /
    power;
  const margin = Math.abs(correction) * ERROR;
  const value = quotient + (correction - margin);
  return value === quotient + (correction + margin) ? value : NaN;
}

/** The exact difference between `a * b` and `product`, its nearest double. */
function productError(a: number, b: number, product: number): number {
  const a1 = highHalf(a);
  const b1 = highHalf(b);
  const a2 = a - a1;
  const b2 = b - b1;
  return a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
}

function highHalf(a: number): number {
  const split = SPLITTER * a;
  return split - (split - a);
}
