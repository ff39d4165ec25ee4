/**
 * White space as defined by C's isspace(3).
 *
 * @module
 */

/** Whether a byte is white space. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** The end of the white space that starts at `from`. */
export function skipBlanks(
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  let at = from;
  while (at < to && isBlank(bytes[at])) at++;
  return at;
}

/** The start of the white space that ends at `to`. */
export function trimmedEnd(
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  let end = to;
  while (end > from && isBlank(bytes[end - 1])) end--;
  return end;
}
