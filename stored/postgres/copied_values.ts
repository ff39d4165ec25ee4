/**
 * Values of a binary COPY as {@linkcode ExactValue}.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import type { PostgresColumn } from "../../archive/postgres/postgres_catalogue.ts";
import { exactSql } from "../../archive/postgres/postgres_values.ts";
import { exactReader, isLongInteger } from "../exact_values.ts";
import type { ExactValue } from "../stored.ts";

/** Bytes in which values are found. */
export interface CopiedBytes {
  /** The bytes. */
  readonly bytes: Buffer;
  /** The same bytes. */
  readonly view: DataView;
}

/** Reads a value that is not NULL, of `length` bytes from `at` on. */
export type CopiedReader<V extends ExactValue = ExactValue> = (
  source: CopiedBytes,
  at: number,
  length: number,
) => V;

const UINT32 = 2 ** 32;

/** An expression for a column, whose values {@linkcode copiedReader} reads. */
export function copiedSql(column: PostgresColumn): string {
  const { sql, type } = column;
  return type === "boolean" || type === "bytea" ? sql : exactSql(column);
}

/** Reads the values of a column that was selected with {@linkcode copiedSql}. */
export function copiedReader({ shape, type }: PostgresColumn): CopiedReader {
  if (type === "boolean") return readBoolean;
  if (type === "bytea") return readBytes;
  const isLong = isLongInteger(shape.type);
  switch (type) {
    case "smallint":
      return isLong ? longOf(readInt16, shape.type) : readInt16;
    case "integer":
      return isLong ? longOf(readInt32, shape.type) : readInt32;
    case "bigint":
      return isLong ? longReader(shape.type) : readInteger;
  }
  if (shape.kind === "number") return readDouble;
  const convert = shape.kind === "vector" ? exactReader(shape) : undefined;
  return convert === undefined
    ? readText
    : (...place) => convert(readText(...place));
}

/** A 64-bit integer, rounded. */
export function readNumber({ view }: CopiedBytes, at: number): number {
  return view.getInt32(at) * UINT32 + view.getUint32(at + 4);
}

/** A double. */
export function readDouble({ view }: CopiedBytes, at: number): number {
  return view.getFloat64(at);
}

function readInt16({ view }: CopiedBytes, at: number): number {
  return view.getInt16(at);
}

function readInt32({ view }: CopiedBytes, at: number): number {
  return view.getInt32(at);
}

/** A larger number than its type allows was written by another program. */
function readInteger(source: CopiedBytes, at: number): number | bigint {
  const value = readNumber(source, at);
  return Number.isSafeInteger(value) ? value : source.view.getBigInt64(at);
}

function readBoolean({ bytes }: CopiedBytes, at: number): boolean {
  return bytes[at] !== 0;
}

function readBytes(
  { bytes }: CopiedBytes,
  at: number,
  length: number,
): Uint8Array {
  // A copy: what surrounds it is not kept.
  return new Uint8Array(bytes.subarray(at, at + length));
}

function readText(
  { bytes }: CopiedBytes,
  at: number,
  length: number,
): string {
  return bytes.toString("utf8", at, at + length);
}

function longReader(type: string): CopiedReader<bigint> {
  return isSigned(type)
    ? ({ view }, at) => view.getBigInt64(at)
    : ({ view }, at) => view.getBigUint64(at);
}

/** A narrower column than its type has. */
function longOf(
  read: CopiedReader<number>,
  type: string,
): CopiedReader<bigint> {
  return isSigned(type)
    ? (...place) => BigInt(read(...place))
    : (...place) => BigInt.asUintN(64, BigInt(read(...place)));
}

function isSigned(type: string): boolean {
  return type === "int64" || type === "bigint";
}
