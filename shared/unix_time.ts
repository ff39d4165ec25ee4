/**
 * Converts times of the monotonic clock to UNIX time for users.
 *
 * @module
 */

/**
 * The UNIX time in ms at which `performance.now()` was `at`, by the wall
 * clock's present setting: differences between two times converted together are
 * right even if the clock was set in between.
 */
export function unixTime(at: number): number {
  return Math.round(Date.now() - (performance.now() - at));
}
