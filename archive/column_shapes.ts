/**
 * What is known about the columns of measurement tables.
 *
 * @module
 */
import { TABLE_KEY } from "../codec/values/measurement_table.ts";
import {
  isVectorType,
  type OmlType,
  parseOmlType,
} from "../codec/values/oml_type.ts";
import {
  parseSchema,
  type Schema,
  STANDARD_COLUMNS,
} from "../codec/values/schema.ts";
import type {
  ColumnKind,
  ColumnShape,
  MetadataEntry,
  TableShape,
} from "./archive.ts";
import { NotFoundError } from "./errors.ts";

/** The column with the number of each row. */
export const ID_COLUMN = "oml_tuple_id";

const STANDARD: readonly string[] = STANDARD_COLUMNS.map(({ name }) => name);

/** A column as the database declares it. */
export interface DeclaredColumn {
  /** Its name. */
  readonly name: string;
  /** Its declared type. */
  readonly type: string;
}

/**
 * The measured columns of the table `name`, with their types from the metadata
 * as far as it describes them.
 */
export function columnShapes(
  name: string,
  declared: readonly DeclaredColumn[],
  metadata: readonly MetadataEntry[],
): ColumnShape[] {
  const schema = schemaOf(name, metadata);
  const about = describe(name, metadata);
  return declared
    .filter((column) => !STANDARD.includes(column.name))
    .filter((column) => column.name !== ID_COLUMN)
    .map((column) => {
      const field = schema?.fields.find((each) => each.name === column.name);
      const unit = about(column.name, "unit");
      const description = about(column.name, "description");
      return {
        name: column.name,
        type: field?.type ?? (column.type || "any"),
        kind: kindOf(omlTypeOf(field?.type ?? column.type)),
        ...unit === undefined ? {} : { unit },
        ...description === undefined ? {} : { description },
      };
    });
}

/**
 * The column `name` of a table.
 *
 * @throws {NotFoundError} if there is none.
 */
export function findColumn(
  { columns }: Pick<TableShape, "columns">,
  name: string,
): ColumnShape {
  const column = columns.find((each) => each.name === name);
  if (column === undefined) throw new NotFoundError("column", name);
  return column;
}

/**
 * The columns called `names`, of the given kinds.
 *
 * @throws {NotFoundError} if one does not exist, or is of another kind.
 */
export function findColumns(
  table: Pick<TableShape, "columns">,
  names: readonly string[],
  kinds: readonly ColumnKind[],
): ColumnShape[] {
  return [...new Set(names)].map((name) => {
    const column = findColumn(table, name);
    if (kinds.includes(column.kind)) return column;
    throw new NotFoundError("column", name, ` of kind ${kinds.join(" or ")}`);
  });
}

/**
 * The OML type of a column's values: its type in the schema, or else the one
 * that its type in the database stands for.
 */
export function omlTypeOf(type: string): OmlType {
  return parseOmlType(type) ?? declaredType(type);
}

/** What can be done with values of a type; its numbers are the default. */
function kindOf(type: OmlType): ColumnKind {
  if (isVectorType(type)) return "vector";
  switch (type) {
    case "bool":
      return "boolean";
    case "string":
    // Numbers that identify something are not plotted.
    case "guid":
      return "text";
    case "blob":
      return "blob";
    default:
      return "number";
  }
}

/** The OML type of a declared type, by SQLite's rules of affinity. */
function declaredType(declared: string): OmlType {
  const type = declared.toUpperCase();
  if (/UNSIGNED BIG/.test(type)) return "uint64";
  if (/BIGINT|INT8/.test(type)) return "int64";
  if (/INT/.test(type)) return "int32";
  if (/CHAR|CLOB|TEXT/.test(type)) return "string";
  if (/BLOB|BYTEA/.test(type)) return "blob";
  if (/REAL|FLOA|DOUB|NUMERIC|DEC/.test(type)) return "double";
  return /BOOL/.test(type) ? "bool" : "string";
}

function schemaOf(
  table: string,
  metadata: readonly MetadataEntry[],
): Schema | undefined {
  const key = `${TABLE_KEY}${table}`;
  const entry = metadata.find((each) =>
    each.key === key && each.sender === undefined
  );
  try {
    return entry && parseSchema(entry.value, Infinity);
  } catch {
    // Another program wrote it, so it describes nothing.
    return undefined;
  }
}

/**
 * Metadata about the fields of a table: its subject is `.stream.field`. A table
 * `stream_2` holds the tuples of a stream called `stream`.
 */
function describe(table: string, metadata: readonly MetadataEntry[]) {
  const values = new Map(
    metadata.map(({ subject, key, value }) => [`${subject} ${key}`, value]),
  );
  const stream = table.replace(/_\d+$/, "");
  return (field: string, key: string): string | undefined =>
    values.get(`.${table}.${field} ${key}`) ??
      values.get(`.${stream}.${field} ${key}`);
}
