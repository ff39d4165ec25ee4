/**
 * The header of a binary message, in front of its body.
 *
 * ```
 * short  AA AA 01 len16         then len bytes
 * long   AA AA 02 len32         then len bytes
 * ```
 *
 * @module
 */

/** A message starts with two of these bytes. */
export const SYNC = 0xaa;

/** The third byte of a short message. */
export const SHORT = 1;

/** The third byte of a long message. */
export const LONG = 2;

/** Bytes of the header of a short message. */
export const SHORT_HEADER = 5;

/** Bytes of the header of a long message. */
export const LONG_HEADER = 7;

/** The most bytes in the body of a short message. */
export const LONGEST_SHORT = 0xffff;

/** The body length in a header of `header` bytes at `at`. */
export function bodyLength(
  bytes: Uint8Array,
  at: number,
  header: number,
): number {
  let length = 0;
  for (let i = at + 3; i < at + header; i++) length = length * 256 + bytes[i];
  return length;
}

/** The end of the short message at `at`; 0 if no whole one ends by `to`. */
export function shortEnd(bytes: Uint8Array, at: number, to: number): number {
  const body = at + SHORT_HEADER;
  if (body > to || bytes[at + 2] !== SHORT) return 0;
  if (bytes[at] !== SYNC || bytes[at + 1] !== SYNC) return 0;
  const end = body + (bytes[at + 3] << 8 | bytes[at + 4]);
  return end <= to ? end : 0;
}
