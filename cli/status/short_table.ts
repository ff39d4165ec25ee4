/**
 * Tables that fit on a screen.
 *
 * @module
 */
import { type Column, textTable } from "../../shared/text_table.ts";

/** Maximum number of characters of a name. */
export const MOST_NAME = 60;

/** Maximum number of lines; the most important ones come first. */
const MOST_LINES = 40;

/** A column of numbers. */
export function number(title: string): Column {
  return { title, isNumber: true };
}

/** The first items, and the number of the others; nothing if there are none. */
export function shortTable<T>(
  columns: readonly Column[],
  items: readonly T[],
  cells: (item: T) => readonly string[],
): string {
  if (items.length === 0) return "";
  const shown = textTable(columns, items.slice(0, MOST_LINES).map(cells));
  const more = items.length - MOST_LINES;
  return more > 0 ? `${shown}(${more} more: see --json)\n` : shown;
}
