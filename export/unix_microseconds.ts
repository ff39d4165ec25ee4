/**
 * Points in time, in microseconds.
 *
 * @module
 */

/**
 * The time `seconds` after `origin`, which is in UNIX seconds, in UNIX
 * microseconds. Exact to the microsecond until 2255.
 */
export function unixMicroseconds(origin: number, seconds: number): number {
  // Apart: their sum has only seven digits after the point.
  return Math.round(origin * 1e6) + Math.round(seconds * 1e6);
}
