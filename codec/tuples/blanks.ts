/**
 * White space, as C's isspace(3) has it.
 *
 * @module
 */

/** Whether a byte is white space. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Where the white space that starts at `from` ends. */
export function skipBlanks(
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  let at = from;
  while (at < to && isBlank(bytes[at])) at++;
  return at;
}

/** Where the white space that ends at `to` starts. */
export function trimmedEnd(
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  let end = to;
  while (end > from && isBlank(bytes[end - 1])) end--;
  return end;
}
