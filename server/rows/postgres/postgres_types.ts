/**
 * The PostgreSQL column for each OML type, and what its name is there.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { OmlType } from "../../../codec/values/oml_type.ts";
import { type Schema, STANDARD_COLUMNS } from "../../../codec/values/schema.ts";

/** A type that rows can be sent in. */
export type ColumnType =
  | "int4"
  | "int8"
  | "float8"
  | "bool"
  | "text"
  | "bytea";

/** A column of a table, in front of which is only the row's own number. */
export interface Column {
  /** Its name, not quoted. */
  readonly name: string;
  /** Its type. */
  readonly type: ColumnType;
}

/** The longest name, in bytes; PostgreSQL cuts longer ones silently. */
const LONGEST_NAME = 63;

/** Bytes of a long name that are kept in front of its hash. */
const KEPT_BYTES = 54;

/** Columns that every table of PostgreSQL has. */
const SYSTEM_COLUMNS = /^(?:tableoid|[cx]m(?:in|ax)|ctid)$/;

/** The type of a column for values of `type`. */
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

/** The columns for the tuples of `schema`. */
export function columnsOf({ fields }: Schema): Column[] {
  return [...STANDARD_COLUMNS, ...fields].map(({ name, type }) => ({
    name: SYSTEM_COLUMNS.test(name) ? hashedName(name) : storedName(name),
    type: columnType(type),
  }));
}

/** What a table or column is called: a name too long is cut, with its hash. */
export function storedName(name: string): string {
  return name.length > LONGEST_NAME ? hashedName(name) : name;
}

/** `name` as an SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `text`, which has no backslash, as an SQL literal. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** OML names are ASCII: a character is a byte. */
function hashedName(name: string): string {
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, KEPT_BYTES)}_${hash}`;
}
