/**
 * How long to wait before another try.
 *
 * @module
 */

/** Milliseconds before try number `failures` (from 1): twice the one before. */
export function backoff(
  failures: number,
  [first, last]: readonly [first: number, last: number],
): number {
  return Math.min(first * 2 ** (failures - 1), last);
}
