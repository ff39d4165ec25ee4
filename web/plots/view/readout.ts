/**
 * The values of senders at a time.
 *
 * @module
 */
import type { LineBuffer } from "../lines/line_buffer.ts";
import type { TimeRange } from "../time/time_range.ts";

/** The values of a line at a time: those of one pixel, or one. */
export interface Readout {
  /** The time of the point. */
  readonly time: number;
  /** The smallest value. */
  readonly low: number;
  /** The largest value. */
  readonly high: number;
}

/** How far a point may be from the cursor, as a share of the range. */
const NEAR = 0.02;

/** The values closest to a time, if they are near it in the shown range. */
export function valuesAt(
  points: LineBuffer,
  time: number,
  { from, to }: TimeRange,
): Readout | undefined {
  return readoutOf(points, points.nearest(time, (to - from) * NEAR));
}

/** The last values that are not later than the end of the range. */
export function lastValues(
  points: LineBuffer,
  { to }: TimeRange,
): Readout | undefined {
  let at = points.indexAfter(to) - 1;
  while (at >= 0 && Number.isNaN(points.low[at])) at--;
  return readoutOf(points, at);
}

function readoutOf(points: LineBuffer, at: number): Readout | undefined {
  if (at < 0) return undefined;
  return {
    time: points.times[at],
    low: points.low[at],
    high: points.high[at],
  };
}
