/**
 * The PostgreSQL column for each OML type, and its name.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { OmlType } from "../../../codec/values/oml_type.ts";
import { type Schema, STANDARD_COLUMNS } from "../../../codec/values/schema.ts";

/** A type of encoded values. */
export type ColumnType =
  | "int4"
  | "int8"
  | "float8"
  | "bool"
  | "text"
  | "bytea";

/** A column of a table, not counting the row's own number. */
export interface Column {
  /** Its name, not quoted. */
  readonly name: string;
  /** Its type. */
  readonly type: ColumnType;
}

/**
 * Maximum length of a name in bytes; PostgreSQL truncates longer ones silently.
 */
const LONGEST_NAME = 63;

/** Bytes of a long name that are kept before its hash. */
const KEPT_BYTES = 54;

/** System columns of every table. */
const SYSTEM_COLUMNS = /^(?:tableoid|[cx]m(?:in|ax)|ctid)$/;

/** Returns the type of a column for values of `type`. */
function columnType(type: OmlType): ColumnType {
  switch (type) {
    case "int32":
      return "int4";
    case "uint32":
    case "int64":
    case "uint64":
    case "guid":
      return "int8";
    case "double":
      return "float8";
    case "bool":
      return "bool";
    case "blob":
      return "bytea";
    default:
      return "text";
  }
}

/** Returns the columns for the tuples of `schema`. */
export function columnsOf({ fields }: Schema): Column[] {
  return [...STANDARD_COLUMNS, ...fields].map(({ name, type }) => ({
    name: SYSTEM_COLUMNS.test(name) ? hashedName(name) : storedName(name),
    type: columnType(type),
  }));
}

/**
 * Returns the name of a table or column: a name that is too long is truncated,
 * with its hash.
 */
export function storedName(name: string): string {
  return name.length > LONGEST_NAME ? hashedName(name) : name;
}

/** Returns `name` as an SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Returns `text` as an SQL literal. */
export function textLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  // In any other literal, its meaning depends on a setting.
  return text.includes("\\") ? ` E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

/** OML names are ASCII: one byte per character. */
function hashedName(name: string): string {
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, KEPT_BYTES)}_${hash}`;
}
