/**
 * Rows as CSV (RFC 4180).
 *
 * @module
 */
import type { CellValue, Rows } from "../../../archive/rows.ts";

/** The columns before the measured ones. */
const LEADING = ["sender", "seq", "client_time", "server_time"];

/** Ends of lines that RFC 4180 requires. */
const END = "\r\n";

/** The line with the names of the columns. */
export function csvHeader(columns: readonly string[]): string {
  return [...LEADING, ...columns].map(csvField).join(",") + END;
}

/** One line for each row, with the given columns. */
export function csvLines(rows: Rows, columns: readonly string[]): string {
  const values = columns.map((column) => rows.values[column] ?? []);
  let text = "";
  for (let i = 0; i < rows.ids.length; i++) {
    text += csvField(rows.senders[i]) + "," + rows.seqs[i] + "," +
      csvField(rows.client[i]) + "," + csvField(rows.server[i]);
    for (const column of values) text += "," + csvField(column[i]);
    text += END;
  }
  return text;
}

/** A value as a field: vectors are JSON, `null` is empty. */
export function csvField(value: CellValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") {
    return `${value}`;
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // An empty text is not the same as no value.
  return text === "" || /[",\r\n]/.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}
