/**
 * Formats rows of text in columns.
 *
 * @module
 */

/** A column: its title and alignment. */
export interface Column {
  /** Title. */
  readonly title: string;
  /** Whether it is aligned to the right. */
  readonly isNumber?: boolean;
}

/** The rows in columns as wide as they need, after a line of titles. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, i) =>
    Math.max(...lines.map((cells) => cells[i].length))
  );
  return lines.map((cells) => {
    const padded = cells.map((cell, i) =>
      columns[i].isNumber === true
        ? cell.padStart(widths[i])
        : cell.padEnd(widths[i])
    );
    return `${padded.join("  ").trimEnd()}\n`;
  }).join("");
}
