/**
 * The shape of small plots of counts over time.
 *
 * @module
 */

/** Tuples of a column on average: fewer say nothing about a rate. */
const FEW = 4;

/** A column of a sparkline. */
export interface SparkColumn {
  /** How many slots of the axis it spans. */
  readonly slots: number;
  /** Tuples by slot of the axis, on average. */
  readonly mean: number;
}

/**
 * The columns of a sparkline: at most `most`. They have the width of one slot of
 * the axis, or of a power of two; more if there are few tuples.
 */
export function sparkColumns(
  counts: readonly number[],
  most: number,
): SparkColumn[] {
  const active = counts.findLastIndex((count) => count > 0) + 1 -
    Math.max(0, counts.findIndex((count) => count > 0));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isFew = (width: number) =>
    width < active && total * width / active < FEW;
  let width = 1;
  while (counts.length / width > most || isFew(width)) width *= 2;
  return Array.from({ length: Math.ceil(counts.length / width) }, (_, i) => {
    const own = counts.slice(i * width, (i + 1) * width);
    const sum = own.reduce((total, count) => total + count, 0);
    return { slots: own.length, mean: sum / own.length };
  });
}
