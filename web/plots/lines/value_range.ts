/**
 * The range of a value axis.
 *
 * @module
 */

/** The smallest and the largest value of an axis. */
export type ValueRange = readonly [low: number, high: number];

/** The range of values from `min` to `max` with a margin of 5 %. */
export function rangeOf(min: number, max: number): ValueRange {
  if (!(min <= max)) return [0, 1];
  const margin = min === max
    ? Math.max(Math.abs(min) * 0.05, 0.5)
    : (max - min) * 0.05;
  // Values that are never negative do not get an axis that suggests so.
  const low = min >= 0 && min - margin < 0 ? 0 : min - margin;
  return [low, max + margin];
}

/**
 * The range for new values: the `current` one as long as they fit and fill
 * more than half of it, so that a live plot does not jump.
 */
export function steadyRange(
  current: ValueRange | undefined,
  min: number,
  max: number,
): ValueRange {
  const range = rangeOf(min, max);
  if (current === undefined) return range;
  if (!(min <= max)) return current;
  const fits = current[0] <= min && max <= current[1];
  const fills = range[1] - range[0] > (current[1] - current[0]) / 2;
  return fits && fills ? current : range;
}
