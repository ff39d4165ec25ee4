/**
 * Hexadecimal numbers, as printed by C's `%a`: `0x1.8p+1`.
 *
 * @module
 */

/** Doubles are below 2 to the first power, and multiples of 2 to the second. */
const MAX_POWER = 1024;
const MIN_POWER = -1074;

/** Longer texts are not read. */
const MOST_CHARACTERS = 4096;

const HEX =
  /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)(?:[pP]([+-]?[0-9]+))?$/;

/** `digits * 2^power`, exactly. */
interface HexNumber {
  readonly negative: boolean;
  readonly digits: bigint;
  readonly power: number;
}

/**
 * Converts the text to a double, rounded once, half to even; NaN if it is not a
 * number.
 */
export function readHexDouble(text: string): number {
  const number = parse(text);
  if (number === undefined) return NaN;
  const magnitude = scale(number.digits, number.power);
  return number.negative ? -magnitude : magnitude;
}

/**
 * The integer part of the number's magnitude, or 2^64 if it is not less.
 * `undefined` if the text is not a number, or too long.
 */
export function hexIntegerPart(text: string): bigint | undefined {
  const number = parse(text);
  if (number === undefined) return undefined;
  const { digits, power } = number;
  if (power <= 0) return digits >> BigInt(-power);
  const tooLarge = digits !== 0n && bitLength(digits) + power > 64;
  return tooLarge ? 2n ** 64n : digits << BigInt(digits === 0n ? 0 : power);
}

function parse(text: string): HexNumber | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const [, sign, whole, part, power] = HEX.exec(text) ?? [];
  if (whole === undefined || whole + part === "") return undefined;
  return {
    negative: sign === "-",
    digits: BigInt(`0x${whole}${part}`),
    power: Number(power ?? 0) - 4 * part.length,
  };
}

function bitLength(digits: bigint): number {
  return digits.toString(2).length;
}

function scale(digits: bigint, power: number): number {
  if (digits === 0n) return 0;
  const top = bitLength(digits) + power;
  if (top > MAX_POWER) return Infinity;
  // The last bit of a double of this size.
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
