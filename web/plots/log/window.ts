/**
 * Which rows of a long list are in sight.
 *
 * @module
 */

/** The rows that are built, and the space for the others. */
export interface ListWindow {
  /** Index of the first row that is built. */
  readonly first: number;
  /** Index after the last row that is built. */
  readonly end: number;
  /** Pixels above the first row. */
  readonly above: number;
  /** Pixels of all rows. */
  readonly total: number;
}

/** Rows that are built beyond each edge. */
const MARGIN = 8;

/** The rows in sight of a list of `count` rows, `rowHeight` pixels each. */
export function listWindow(
  count: number,
  rowHeight: number,
  scrollTop: number,
  height: number,
): ListWindow {
  const visible = Math.ceil(height / rowHeight);
  const top = Math.min(Math.floor(scrollTop / rowHeight), count - visible);
  const first = Math.max(0, top - MARGIN);
  const end = Math.min(count, Math.max(0, top) + visible + MARGIN + 1);
  return { first, end, above: first * rowHeight, total: count * rowHeight };
}

/** Whether a list is scrolled to its end, within half a row. */
export function isAtEnd(
  scrollTop: number,
  height: number,
  total: number,
  rowHeight: number,
): boolean {
  return scrollTop + height >= total - rowHeight / 2;
}
