/**
 * Expressions for columns, and how their values are read.
 *
 * @module
 */
import { cellReader, isUnsigned64, type StoredValue } from "../cell_values.ts";
import type { CellValue } from "../rows.ts";
import type { PostgresColumn } from "./postgres_catalogue.ts";

const TEXTS: readonly string[] = ["text", "character varying"];
const INTEGERS: readonly string[] = ["smallint", "integer", "bigint"];

/** An expression for a column with its exact value. */
export function exactSql({ shape, sql, type }: PostgresColumn): string {
  if (INTEGERS.includes(type) || TEXTS.includes(type)) return sql;
  switch (shape.kind) {
    case "number":
      return `${sql}::float8`;
    case "boolean":
      return type === "boolean" ? sql : `${sql}::text`;
    case "blob":
      return type === "bytea" ? sql : `${sql}::text`;
    default:
      return `${sql}::text`;
  }
}

/** Reads the values of {@linkcode exactSql}. */
export function valueReader(
  { shape, type }: PostgresColumn,
): (value: unknown) => CellValue {
  const read = cellReader(shape);
  if (type !== "bigint") return (value) => read(value as StoredValue);
  // The driver gives 64-bit integers as texts.
  return (value) => read(value === null ? null : BigInt(String(value)));
}

/**
 * An expression for a column of numbers or booleans as a double. NaN and
 * infinities are NULL, so that they are no minimum or maximum.
 */
export function numberSql({ shape, sql, type }: PostgresColumn): string {
  if (type === "boolean") return `${sql}::int4::float8`;
  if (isUnsigned64(shape.type)) {
    return `CASE WHEN ${sql} < 0 THEN ${sql} + 18446744073709551616::float8 ` +
      `ELSE ${sql}::float8 END`;
  }
  if (INTEGERS.includes(type)) return `${sql}::float8`;
  // NaN is greater than all other numbers.
  return `CASE WHEN abs(${sql}::float8) < 'Infinity' ` +
    `THEN ${sql}::float8 END`;
}
