/**
 * Finds a byte in short fields and in very long ones.
 *
 * @module
 */

/**
 * Up to here a loop is cheaper than a view of the bytes and a native search.
 */
const SHORT = 1024;

/** Position of the first such byte in `[from, to)`; `to` if there is none. */
export function indexOfByte(
  bytes: Uint8Array,
  byte: number,
  from: number,
  to: number,
): number {
  const near = Math.min(to, from + SHORT);
  let at = from;
  while (at < near && bytes[at] !== byte) at++;
  if (at < near || near === to) return at;
  const found = bytes.subarray(near, to).indexOf(byte);
  return found < 0 ? to : near + found;
}
