/**
 * Formats a stored row as the line of OMSP text that would store it again.
 *
 * @module
 */
import type { ByteWriter } from "../../codec/bytes/byte_writer.ts";
import { encodeBase64 } from "../../codec/text/base64.ts";
import { isVectorType, type OmlType } from "../../codec/values/oml_type.ts";
import { type Schema, STANDARD_COLUMNS } from "../../codec/values/schema.ts";
import type { CellValue } from "./cell_values.ts";

const TAB = 0x09;
const NEWLINE = 0x0a;
const BACKSLASH = 0x5c;

const BLANK = 0x20;
const COMMA = 0x2c;
const OPENING = 0x5b;
const CLOSING = 0x5d;

/** Elements whose stored form differs from the sent one. */
const WORDS = [["null", "nan"], ["9e999", "inf"]].map(([stored, sent]) => ({
  stored: new TextEncoder().encode(stored),
  sent,
}));

/** Escape characters by the byte that they represent. */
const ESCAPES: ReadonlyMap<number, number> = new Map([
  [TAB, 0x74],
  [NEWLINE, 0x6e],
  [0x0d, 0x72],
  [BACKSLASH, BACKSLASH],
]);

/** Writes the line of a row; `schema.index` is the stream's. */
export function writeTupleLine(
  writer: ByteWriter,
  schema: Schema,
  values: readonly CellValue[],
): void {
  const [, sequence, timestamp] = values;
  writer.text(`${formatDouble(timestamp)}\t${schema.index}\t${sequence}`);
  schema.fields.forEach(({ type }, i) => {
    writer.uint8(TAB);
    writeValue(writer, type, values[STANDARD_COLUMNS.length + i]);
  });
  writer.uint8(NEWLINE);
}

function writeValue(writer: ByteWriter, type: OmlType, value: CellValue): void {
  if (value instanceof Uint8Array) {
    if (type === "blob") writer.text(encodeBase64(value));
    else if (isVectorType(type)) writeVector(writer, value);
    else writeEscaped(writer, value);
  } else if (type === "double") {
    writer.text(formatDouble(value));
  } else if (type === "bool") {
    writer.text(Number(value) === 0 ? "F" : "T");
  } else {
    writer.text(formatInteger(type, value));
  }
}

/**
 * Integers above 2^63-1 were stored by their bits; a GUID of 0 as NULL, like
 * other integers without a number.
 */
function formatInteger(type: OmlType, value: number | bigint | null): string {
  if (value === null && type !== "guid") return "nan";
  const integer = BigInt(value ?? 0);
  const isUnsigned = type === "uint64" || type === "guid";
  return String(isUnsigned ? BigInt.asUintN(64, integer) : integer);
}

/** NaN was stored as NULL. */
function formatDouble(value: CellValue): string {
  if (value === null) return "nan";
  const number = Number(value);
  if (Object.is(number, -0)) return "-0";
  return String(number).replace("Infinity", "inf");
}

/**
 * Converts a stored vector, `[ 1, 2 ]` or empty, to `2 1 2` or `0`; byte by
 * byte, because there may be millions of elements.
 */
function writeVector(writer: ByteWriter, json: Uint8Array): void {
  const commas = json.reduce((n, byte) => byte === COMMA ? n + 1 : n, 0);
  writer.text(json.length === 0 ? "0" : String(commas + 1));
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === OPENING || byte === CLOSING || byte === COMMA) continue;
    if (byte === BLANK && json[at + 1] === CLOSING) continue;
    const word = WORDS.find(({ stored }) => startsWith(json, at, stored));
    if (word === undefined) writer.uint8(byte);
    else {
      writer.text(word.sent);
      at += word.stored.length - 1;
    }
  }
}

function startsWith(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  return bytes[at] === text[0] &&
    text.every((byte, i) => bytes[at + i] === byte);
}

function writeEscaped(writer: ByteWriter, text: Uint8Array): void {
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const escape = ESCAPES.get(text[i]);
    if (escape === undefined) continue;
    writer.raw(text.subarray(from, i));
    writer.uint8(BACKSLASH);
    writer.uint8(escape);
    from = i + 1;
  }
  writer.raw(text.subarray(from));
}
