/**
 * Stored values as {@linkcode ExactValue}.
 *
 * @module
 */
import type { ColumnShape } from "../archive/archive.ts";
import type { StoredValue } from "../archive/cell_values.ts";
import { omlTypeOf } from "../archive/column_shapes.ts";
import { isVectorType } from "../codec/values/oml_type.ts";
import { parseVector } from "./exact_vectors.ts";
import type { ExactValue } from "./stored.ts";

/** Converts a value as a database returns it. */
export type ExactReader = (value: StoredValue) => ExactValue;

/**
 * Returns the function that converts the values of a column; `undefined` if
 * they are already as they should be. Integers may be given as numbers, bigints
 * or decimal texts.
 */
export function exactReader(
  { type }: Pick<ColumnShape, "type">,
): ExactReader | undefined {
  const known = omlTypeOf(type);
  if (isVectorType(known)) return (value) => vectorOf(value, known);
  switch (known) {
    case "bool":
      return booleanOf;
    case "int64":
      return signedOf;
    case "uint64":
    case "guid":
      return unsignedOf;
    case "uint32":
      return unsigned32Of;
    case "int32":
    case "double":
      return numberOf;
    default:
      return undefined;
  }
}

/** Whether values of a column's type are integers beyond 2^53. */
export function isLongInteger(type: string): boolean {
  const known = omlTypeOf(type);
  return known === "int64" || known === "uint64" || known === "guid";
}

/** Whether values of a column's type can have any number of bytes. */
export function isOfAnySize(type: string): boolean {
  const known = omlTypeOf(type);
  return known === "string" || known === "blob" || isVectorType(known);
}

function vectorOf(
  value: StoredValue,
  type: Parameters<typeof parseVector>[1],
): ExactValue {
  // Another program's value stays as it is.
  return typeof value === "string" ? parseVector(value, type) ?? value : value;
}

function booleanOf(value: StoredValue): ExactValue {
  return value === 0 || value === 1 ? value === 1 : value;
}

function signedOf(value: StoredValue): ExactValue {
  return typeof value === "number" && Number.isInteger(value)
    ? BigInt(value)
    : numberOf(value);
}

function unsignedOf(value: StoredValue): ExactValue {
  const signed = signedOf(value);
  return typeof signed === "bigint" ? BigInt.asUintN(64, signed) : signed;
}

/** The original server stores the upper half in SQLite as negative numbers. */
function unsigned32Of(value: StoredValue): ExactValue {
  return typeof value === "number" && Number.isInteger(value) &&
      value < 0 && value >= -(2 ** 31)
    ? value + 2 ** 32
    : numberOf(value);
}

/** A large integer may be given as text. */
function numberOf(value: StoredValue): ExactValue {
  return typeof value === "string" && /^-?\d{1,20}$/.test(value)
    ? BigInt(value)
    : value;
}
