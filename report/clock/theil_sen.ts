/**
 * The slope of points by the method of Theil and Sen: the median of the slopes
 * of all pairs. A quarter of the points may be anything; and where the errors
 * only go in one direction, as those of delays, the slope stays right.
 *
 * @module
 */

/** A point. */
export interface Point {
  /** Its position. */
  readonly x: number;
  /** Its value. */
  readonly y: number;
}

/** A slope, and between which values it is. */
export interface Slope {
  /** The estimate. */
  readonly value: number;
  /** The smallest value that the points allow. */
  readonly least: number;
  /** The largest value that the points allow. */
  readonly most: number;
}

/** Normal deviate of a confidence of 99 %. */
const Z = 2.576;

/**
 * The slope of at least three points at different positions, with its
 * confidence interval of 99 % (Sen 1968). Takes n² / 2 steps. `spare` has room
 * for all pairs; its contents are lost.
 */
export function theilSen(
  points: readonly Point[],
  spare: Float64Array = new Float64Array(pairsOf(points.length)),
): Slope {
  const n = points.length;
  const slopes = spare.subarray(0, pairsOf(n));
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      slopes[at++] = (points[j].y - points[i].y) / (points[j].x - points[i].x);
    }
  }
  slopes.sort();
  // Standard deviation of Kendall's S.
  const half = Z * Math.sqrt(n * (n - 1) * (2 * n + 5) / 18) / 2;
  const middle = (slopes.length - 1) / 2;
  return {
    value: medianOf(slopes),
    least: slopes[Math.max(0, Math.floor(middle - half))],
    most: slopes[Math.min(slopes.length - 1, Math.ceil(middle + half))],
  };
}

/** The pairs of `n` points. */
export function pairsOf(n: number): number {
  return n * (n - 1) / 2;
}

/** The median of sorted values. */
export function medianOf(sorted: Float64Array): number {
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
