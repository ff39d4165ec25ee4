/**
 * From the monotonic clock, by which everything is measured, to the times that
 * people are told.
 *
 * @module
 */

/**
 * The time, in UNIX ms, at which `performance.now()` was `at`, as the wall
 * clock stands now: however it was set meanwhile, differences between two
 * times that are asked for at once are right.
 */
export function unixTime(at: number): number {
  return Math.round(Date.now() - (performance.now() - at));
}
