/**
 * Finds the number at the start of a text: `12` of `12ms`.
 *
 * @module
 */

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const LETTER_A = 0x61;
const LETTER_E = 0x65;
const LETTER_P = 0x70;
const LETTER_X = 0x78;

/** Kinds of bytes: a decimal digit is a hexadecimal one, too. */
const HEX_DIGIT = 1;
const DIGIT = 2;

/** The kind of each byte; 0 for those that are not digits. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = (byte | 0x20) - LETTER_A;
  if (letter >= 0 && letter < 6) return HEX_DIGIT;
  return byte >= ZERO && byte <= ZERO + 9 ? DIGIT : 0;
});

/**
 * The end of the number that starts at `from`: the longest decimal or, if
 * `hex`, hexadecimal one that strtod(3) would read. `from` if there is none.
 */
export function numberEnd(
  bytes: Uint8Array,
  from: number,
  to: number,
  hex: boolean,
): number {
  const at = signEnd(bytes, from, to);
  if (hex && isHexPrefix(bytes, at, to)) {
    const end = mantissaEnd(bytes, at + 2, to, HEX_DIGIT);
    // Without a digit after the `x`, the number is the `0` before it.
    return end < 0 ? at + 1 : exponentEnd(bytes, end, to, LETTER_P);
  }
  const end = mantissaEnd(bytes, at, to, DIGIT);
  return end < 0 ? from : exponentEnd(bytes, end, to, LETTER_E);
}

/** Whether the number, without its sign, is written in hexadecimal. */
export function isHexPrefix(
  bytes: Uint8Array,
  at: number,
  to: number,
): boolean {
  return at + 1 < to && bytes[at] === ZERO &&
    (bytes[at + 1] | 0x20) === LETTER_X;
}

/** The offset after the sign, if there is one at `at`. */
export function signEnd(bytes: Uint8Array, at: number, to: number): number {
  return at < to && (bytes[at] === MINUS || bytes[at] === PLUS) ? at + 1 : at;
}

/**
 * The end of digits of a `kind`, with at most one point; -1 if there is no
 * digit.
 */
function mantissaEnd(
  bytes: Uint8Array,
  from: number,
  to: number,
  kind: number,
): number {
  const point = digitsEnd(bytes, from, to, kind);
  if (point === to || bytes[point] !== POINT) {
    return point > from ? point : -1;
  }
  const end = digitsEnd(bytes, point + 1, to, kind);
  return end - from > 1 ? end : -1;
}

/** The end of the digits of a `kind` that start at `from`. */
function digitsEnd(
  bytes: Uint8Array,
  from: number,
  to: number,
  kind: number,
): number {
  let at = from;
  while (at < to && KINDS[bytes[at]] >= kind) at++;
  return at;
}

/** The end of the exponent, if a complete one is at `at`, else `at`. */
function exponentEnd(
  bytes: Uint8Array,
  at: number,
  to: number,
  letter: number,
): number {
  if (at === to || (bytes[at] | 0x20) !== letter) return at;
  const first = signEnd(bytes, at + 1, to);
  const end = digitsEnd(bytes, first, to, DIGIT);
  return end > first ? end : at;
}
