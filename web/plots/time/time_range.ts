/**
 * Parts of the time that a plot shows: zooming and panning.
 *
 * @module
 */

/** A part of the time, in seconds since the experiment's start. */
export interface TimeRange {
  /** The earliest time. */
  readonly from: number;
  /** The latest time, greater than `from`. */
  readonly to: number;
}

/** The shortest time that a plot shows, in seconds. */
export const SHORTEST = 1e-4;

/** The range moved by a `share` of its length; positive: later. */
export function pan({ from, to }: TimeRange, share: number): TimeRange {
  const by = (to - from) * share;
  return { from: from + by, to: to + by };
}

/**
 * The range with its length multiplied by `factor`; the time at the share `at`
 * of the range (0: left edge, 1: right edge) keeps its place.
 */
export function zoom(
  { from, to }: TimeRange,
  factor: number,
  at = 0.5,
): TimeRange {
  const length = Math.max(SHORTEST, (to - from) * factor);
  const fixed = from + (to - from) * at;
  return { from: fixed - length * at, to: fixed + length * (1 - at) };
}

/** A range of at least the shortest length, with its ends in order. */
export function tidy({ from, to }: TimeRange): TimeRange {
  const [first, last] = from <= to ? [from, to] : [to, from];
  if (last - first >= SHORTEST) return { from: first, to: last };
  const middle = (first + last) / 2;
  return { from: middle - SHORTEST / 2, to: middle + SHORTEST / 2 };
}

/** The range with `share` of its length more on both sides. */
export function padded({ from, to }: TimeRange, share: number): TimeRange {
  const by = (to - from) * share;
  return { from: from - by, to: to + by };
}

/**
 * The range moved to earlier times by less than a pixel, so that whole pixels
 * lie between two ranges of the same length; `width` is in pixels.
 */
export function atPixels({ from, to }: TimeRange, width: number): TimeRange {
  const pixel = (to - from) / width;
  const end = Math.floor(to / pixel + 1e-6) * pixel;
  return { from: end - (to - from), to: end };
}

/** Whether `outer` contains `inner`. */
export function contains(outer: TimeRange, inner: TimeRange): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}
