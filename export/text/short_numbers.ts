/**
 * Writes integers, and numbers with few digits after the point, without a
 * string for each of them.
 *
 * @module
 */

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** The digits after the point, and 10 to the power of these. */
const DIGITS = 6;
const SCALE = 10 ** DIGITS;

/**
 * Numbers with at most 15 digits are all different as doubles, so that such a
 * text is the shortest if it means the number at all.
 */
const MOST = 1e15;

/** Digits of an integer that are split as one of 32 bits. */
const GROUP = 1e9;
const GROUP_DIGITS = 9;

/**
 * Writes the shortest text that means `value` at an offset; returns that of its
 * end, or `undefined` if it would be longer.
 */
export function putShortNumber(
  bytes: Uint8Array,
  at: number,
  value: number,
): number | undefined {
  const size = Math.abs(value);
  const start = value < 0 ? at + 1 : at;
  const end = Number.isInteger(size)
    ? putInteger(bytes, start, size, value)
    : putDecimal(bytes, start, size);
  if (value < 0) bytes[at] = MINUS;
  return end;
}

/** Whether {@linkcode putShortNumber} can write a number. */
export function isShortNumber(value: number): boolean {
  const size = Math.abs(value);
  if (Number.isInteger(size)) return size < MOST && !Object.is(value, -0);
  const scaled = Math.round(size * SCALE);
  return scaled < MOST && scaled / SCALE === size;
}

function putInteger(
  bytes: Uint8Array,
  at: number,
  size: number,
  value: number,
): number | undefined {
  if (size >= MOST || Object.is(value, -0)) return undefined;
  const end = at + countDigits(size);
  let rest = size;
  let last = end;
  while (rest >= GROUP) {
    const high = Math.floor(rest / GROUP);
    last -= GROUP_DIGITS;
    putDigits(bytes, last, rest - high * GROUP, GROUP_DIGITS);
    rest = high;
  }
  putDigits(bytes, at, rest, last - at);
  return end;
}

function putDecimal(
  bytes: Uint8Array,
  at: number,
  size: number,
): number | undefined {
  const scaled = Math.round(size * SCALE);
  if (!(scaled < MOST && scaled / SCALE === size)) return undefined;
  const whole = Math.floor(size);
  const point = putInteger(bytes, at, whole, whole);
  if (point === undefined) return undefined;
  let fraction = scaled - whole * SCALE;
  let digits = DIGITS;
  while (fraction % 10 === 0) {
    fraction /= 10;
    digits--;
  }
  bytes[point] = POINT;
  putDigits(bytes, point + 1, fraction, digits);
  return point + 1 + digits;
}

/** Writes an integer below {@linkcode GROUP} with so many digits. */
function putDigits(
  bytes: Uint8Array,
  at: number,
  value: number,
  digits: number,
): void {
  let rest = value | 0;
  for (let i = at + digits - 1; i >= at; i--) {
    const tens = (rest / 10) | 0;
    bytes[i] = ZERO + rest - tens * 10;
    rest = tens;
  }
}

function countDigits(value: number): number {
  let digits = 1;
  for (let power = 10; power <= value; power *= 10) digits++;
  return digits;
}
