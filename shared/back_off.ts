/**
 * Pauses between attempts.
 *
 * @module
 */

/**
 * Milliseconds to pause after so many `failures` in a row (from 1): `first`,
 * then twice the pause before, up to `last`.
 */
export function backOff(
  failures: number,
  [first, last]: readonly [first: number, last: number],
): number {
  return Math.min(first * 2 ** (failures - 1), last);
}
