/**
 * Stored values as JSON.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { ColumnShape } from "./archive.ts";
import type { CellValue } from "./rows.ts";

/** A value as a database returns it. */
export type StoredValue =
  | null
  | number
  | bigint
  | string
  | boolean
  | Uint8Array;

/** Numbers with so many digits may be inexact as a number of JavaScript. */
const LONG_INTEGER = /-?\d{16,}/g;

/**
 * Returns the function that converts the values of a column. Large integers may
 * be given as decimal text.
 */
export function cellReader(
  { type, kind }: ColumnShape,
): (value: StoredValue) => CellValue {
  if (kind === "vector") return (value) => vectorCell(value, type);
  if (kind === "boolean") return (value) => booleanCell(value);
  if (isUnsigned64(type)) return (value) => integerCell(value, true);
  if (type === "int64") return (value) => integerCell(value, false);
  return plainCell;
}

/** Whether values of a type above 2^63 - 1 are stored as negative numbers. */
export function isUnsigned64(type: string): boolean {
  return type === "uint64" || type === "guid" ||
    type.toUpperCase() === "UNSIGNED BIGINT";
}

/** A number as JSON, which has no infinities; NaN is no value. */
export function numberCell(value: number): CellValue {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? null : String(value);
}

/**
 * The elements of a stored vector, or `undefined` if it is none. Integers
 * beyond 2^53 are approximate.
 */
export function vectorNumbers(text: string): (number | null)[] | undefined {
  const elements = parseVector(text);
  return elements?.map((element) => {
    if (typeof element === "boolean") return element ? 1 : 0;
    return typeof element === "number" && Number.isFinite(element)
      ? element
      : null;
  });
}

function plainCell(value: StoredValue): CellValue {
  if (typeof value === "number") return numberCell(value);
  if (typeof value === "bigint") return exactly(value);
  return value instanceof Uint8Array ? toBase64(value) : value;
}

function booleanCell(value: StoredValue): CellValue {
  return value === 0 || value === 1 ? value === 1 : plainCell(value);
}

function integerCell(value: StoredValue, isUnsigned: boolean): CellValue {
  if (typeof value === "number" && !(isUnsigned && value < 0)) {
    return numberCell(value);
  }
  const integer = toBigInt(value);
  if (integer === undefined) return plainCell(value);
  return exactly(isUnsigned ? BigInt.asUintN(64, integer) : integer);
}

function vectorCell(value: StoredValue, type: string): CellValue {
  if (typeof value !== "string") return plainCell(value);
  const isLong = type === "[int64]" || type === "[uint64]";
  const text = isLong ? value.replace(LONG_INTEGER, '"$&"') : value;
  // Another program's text stays as it is.
  return parseVector(text)?.map(elementCell) ?? value;
}

function elementCell(element: unknown): CellValue {
  if (typeof element === "number") return numberCell(element);
  if (typeof element === "boolean") return element;
  return typeof element === "string" ? exactly(BigInt(element)) : null;
}

/** An empty vector is stored as the empty text. */
function parseVector(text: string): unknown[] | undefined {
  if (text === "") return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function toBigInt(value: StoredValue): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") {
    return Number.isInteger(value) ? BigInt(value) : undefined;
  }
  return typeof value === "string" && /^-?\d+$/.test(value)
    ? BigInt(value)
    : undefined;
}

function exactly(value: bigint): CellValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** Bytes in base64. */
export function toBase64(bytes: Uint8Array): string {
  const { buffer, byteOffset, length } = bytes;
  return Buffer.from(buffer, byteOffset, length).toString("base64");
}
