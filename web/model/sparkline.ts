/**
 * The shape of a sparkline.
 *
 * @module
 */

/** Width of the drawing, in its own units. */
export const SPARK_WIDTH = 100;

/** Height of the drawing, in its own units. */
export const SPARK_HEIGHT = 24;

/** Number of rates that fill the width. */
const SLOTS = 60;

/**
 * The points of a line through `rates`, which ends at the right edge; empty for
 * fewer than two, and if nothing happened. The scale begins at 0.
 */
export function sparkPoints(rates: readonly number[]): string {
  const shown = rates.slice(-SLOTS);
  const top = Math.max(0, ...shown);
  if (shown.length < 2 || top === 0) return "";
  const step = SPARK_WIDTH / (SLOTS - 1);
  // Half a line's width stays inside.
  const floor = SPARK_HEIGHT - 1;
  return shown.map((rate, i) => {
    const x = SPARK_WIDTH - (shown.length - 1 - i) * step;
    const y = floor - (rate / top) * (SPARK_HEIGHT - 2);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  }).join(" ");
}
