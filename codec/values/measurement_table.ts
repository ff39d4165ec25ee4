/**
 * Tells the tables of measurements from others in a database.
 *
 * @module
 */
import { STANDARD_COLUMNS } from "./schema.ts";

/** Prefix of the keys of the server's own metadata that describe tables. */
export const TABLE_KEY = "table_";

/** Tables of the server's own. */
const OWN =
  /^_(?:senders|experiment_metadata|oml_(?:rejected|reject_counts|conversions|progress))$/i;

const STANDARD: readonly string[] = STANDARD_COLUMNS.map(({ name }) => name);

/** Whether a table holds measurements: it has the columns that OML adds. */
export function isMeasurementTable(
  name: string,
  columns: readonly string[],
): boolean {
  return !OWN.test(name) &&
    STANDARD.every((column) => columns.includes(column));
}
