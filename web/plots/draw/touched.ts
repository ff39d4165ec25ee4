/**
 * What fingers do to the shown time.
 *
 * @module
 */
import type { TimeRange } from "../time/time_range.ts";

/**
 * The range after one or two fingers moved: the times stay below the fingers.
 * The fingers were at the positions `from`, and are at `now`, on a surface
 * that begins at `left` and is `width` wide.
 */
export function touched(
  { from: first, to }: TimeRange,
  from: readonly number[],
  now: readonly number[],
  left: number,
  width: number,
): TimeRange {
  const length = to - first;
  const timeAt = (x: number) => first + (x - left) / width * length;
  if (now.length < 2 || from.length < 2) {
    const by = timeAt(from[0]) - timeAt(now[0]);
    return { from: first + by, to: to + by };
  }
  const [a, b] = [timeAt(from[0]), timeAt(from[1])];
  // Fingers on top of each other would zoom without end.
  const apart = now[1] - now[0];
  const distance = Math.abs(apart) < 8 ? 8 * (Math.sign(apart) || 1) : apart;
  const perPixel = Math.abs((b - a) / distance) || length / width;
  const start = a - (now[0] - left) * perPixel;
  return { from: start, to: start + perPixel * width };
}
