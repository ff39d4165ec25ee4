/**
 * The SQLite column for each OML type, as the original server declares it.
 *
 * @module
 */
import type { OmlType } from "../../../codec/values/oml_type.ts";

/** Returns the declared type of a column for values of `type`. */
export function columnType(type: OmlType): string {
  switch (type) {
    case "int32":
    case "bool":
      return "INTEGER";
    case "uint32":
      return "UNSIGNED INTEGER";
    case "int64":
      return "BIGINT";
    case "uint64":
    case "guid":
      return "UNSIGNED BIGINT";
    case "double":
      return "REAL";
    case "blob":
      return "BLOB";
    default:
      return "TEXT";
  }
}

/** Returns `name` as an SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Returns `text` as an SQL literal. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
