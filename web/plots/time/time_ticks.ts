/**
 * Round times for an axis.
 *
 * @module
 */

/** Steps from one second on, in seconds. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((each) => each),
  ...[1, 2, 5, 10, 15, 30].map((each) => each * 60),
  ...[1, 2, 3, 6, 12].map((each) => each * 3_600),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((each) => each * 86_400),
] as const;

/** The smallest round step of at least `least` seconds. */
export function timeStep(least: number): number {
  if (least > 0.5) {
    return STEPS.find((step) => step >= least) ?? 364 * 86_400 * 10;
  }
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10;
  return factor * power;
}

/**
 * The multiples of `step` from `from` to `to`, where times are counted from
 * `origin`: of seconds since the start 0, of UTC the start's UNIX time.
 */
export function timeTicks(
  from: number,
  to: number,
  step: number,
  origin: number,
): number[] {
  const first = Math.ceil((from + origin) / step - 1e-9);
  const last = Math.floor((to + origin) / step + 1e-9);
  const count = Math.min(1_000, last - first + 1);
  return Array.from(
    { length: Math.max(0, count) },
    (_, at) => (first + at) * step - origin,
  );
}
