/**
 * Which line is under the pointer.
 *
 * @module
 */
import type { ValueRange } from "../lines/value_range.ts";
import type { DrawnLine } from "./canvas_types.ts";

/**
 * The line whose value at the position `x` is closest to the height `y`, both
 * in pixels of the plot of `height` pixels; at most `reach` pixels away.
 */
export function nearestLine(
  lines: readonly DrawnLine[],
  x: number,
  y: number,
  height: number,
  [low, high]: ValueRange,
  reach: number,
): DrawnLine | undefined {
  let best: DrawnLine | undefined;
  let distance = reach;
  const scale = height / (high - low);
  for (const line of lines) {
    const at = nearestPoint(line, x, 4 * reach);
    if (at < 0) continue;
    const bottom = (high - line.pixels.low[at]) * scale;
    const top = (high - line.pixels.high[at]) * scale;
    const away = y > bottom ? y - bottom : y < top ? top - y : 0;
    // Inside two bands the one whose middle is closer is meant.
    const tie = Math.abs(y - (top + bottom) / 2) * 1e-3;
    if (away + tie < distance) [best, distance] = [line, away + tie];
  }
  return best;
}

/** The index of the point closest to a position, gaps excluded; -1: none. */
function nearestPoint(
  { pixels }: DrawnLine,
  x: number,
  reach: number,
): number {
  let [start, end] = [0, pixels.length];
  while (start < end) {
    const middle = (start + end) >> 1;
    if (pixels.x[middle] < x) start = middle + 1;
    else end = middle;
  }
  let best = -1;
  let distance = reach;
  for (let at = Math.max(0, start - 2); at <= start + 1; at++) {
    if (at >= pixels.length || Number.isNaN(pixels.low[at])) continue;
    const away = Math.abs(pixels.x[at] - x);
    if (away < distance) [best, distance] = [at, away];
  }
  return best;
}
