/**
 * Tables as lines of JSON.
 *
 * @module
 */
import { JSON_STYLE } from "../text/json_text.ts";
import { LineEncoder } from "../text/line_encoder.ts";
import type { ExportedTable, TableEncoder } from "../table_encoder.ts";

/** The encoder of a table: an object for each row. */
export function jsonlEncoder(table: ExportedTable): TableEncoder {
  return new LineEncoder(table, {
    style: JSON_STYLE,
    hasHeader: false,
    before: (name, i) => `${i === 0 ? "{" : ","}${JSON.stringify(name)}:`,
    after: "}\n",
  });
}
