/**
 * Values as PostgreSQL writes them, as {@linkcode ExactValue}.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { PostgresColumn } from "../../archive/postgres/postgres_catalogue.ts";
import { exactReader, isLongInteger } from "../exact_values.ts";
import type { ExactValue } from "../stored.ts";

/** Converts the text of a value. */
export type TextReader = (text: string | null) => ExactValue;

/** Reads the values of a column that was selected with `exactSql`. */
export function textReader({ shape, type }: PostgresColumn): TextReader {
  const read = valueReader(shape, type);
  return (text) => text === null ? null : read(text);
}

function valueReader(
  shape: PostgresColumn["shape"],
  type: string,
): (text: string) => ExactValue {
  if (type === "boolean") return (text) => text === "t";
  if (type === "bytea") return bytesOf;
  if (shape.kind === "vector") return exactReader(shape) ?? same;
  if (isInteger(type)) {
    return isLongInteger(shape.type)
      ? (text) => longOf(text, shape.type)
      : integerOf;
  }
  return shape.kind === "number" ? Number : same;
}

function isInteger(type: string): boolean {
  return type === "bigint" || type === "integer" || type === "smallint";
}

function longOf(text: string, type: string): bigint {
  const value = BigInt(text);
  return type === "int64" || type === "bigint"
    ? value
    : BigInt.asUintN(64, value);
}

/** A larger number than its type allows was written by another program. */
function integerOf(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** `\x` and two digits for each byte. */
function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), "hex"));
}

function same(text: string): string {
  return text;
}
