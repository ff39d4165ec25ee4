/**
 * Stored values as OMSP writes them in text.
 *
 * @module
 */
import { omlTypeOf } from "../../archive/column_shapes.ts";
import { encodeEscapes } from "../../codec/text/text_escape.ts";
import {
  elementType,
  isVectorType,
  type OmlType,
  type ScalarType,
} from "../../codec/values/oml_type.ts";
import type {
  ExactColumn,
  ExactElement,
  ExactValue,
  RawColumn,
} from "../../stored/stored.ts";
import type { TextStyle } from "../text/text_style.ts";

/** What stands for a value that is missing. */
const MISSING: Readonly<Record<ScalarType, string>> = {
  ...{ int32: "nan", uint32: "nan", int64: "nan", uint64: "nan" },
  ...{ double: "nan", guid: "0", bool: "F", string: "", blob: "" },
};

const INTEGERS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n],
  uint32: [0n, 2n ** 32n],
  int64: [-(2n ** 63n), 2n ** 63n],
  ...{ uint64: [0n, 2n ** 64n], guid: [0n, 2n ** 64n] },
};

/** What follows the backslash of a character that is escaped; else 0. */
const ESCAPES = Uint8Array.from({ length: 256 }, (_, code) => {
  const [first, letter] = encodeEscapes(String.fromCharCode(code));
  return first === "\\" ? letter.charCodeAt(0) : 0;
});

/** The type of a field with the values of a column of a stored type. */
export function fieldType(type: string): OmlType {
  const known = omlTypeOf(type);
  // A type that only the database declares is no limit.
  return known === "int32" && type !== known ? "int64" : known;
}

/** How values of a field are written. */
export function omspStyle(type: OmlType): TextStyle {
  const missing = isVectorType(type) ? "0" : MISSING[type];
  return {
    missing: (out) => out.ascii(missing),
    nonFinite: (out, value) => out.ascii(special(value)),
    text: (out, value) => out.text(encodeEscapes(value)),
    // Bytes that are no UTF-8 are sent as they are, too.
    rawText: (out, texts, row) =>
      out.escaped(texts.bytes, texts.from(row), texts.to(row), ESCAPES),
    vector: (out, elements) =>
      out.ascii([elements.length, ...elements.map(elementText)].join(" ")),
  };
}

/** The first row whose value no stream can have in a field of this type; or -1. */
export function findUnsendable(type: OmlType, values: ExactColumn): number {
  const { length, raw } = values;
  for (let row = 0; row < length; row++) {
    const isSure = raw !== undefined && isRawSendable(type, raw, row);
    if (!isSure && !isSendable(type, values.at(row) ?? null)) return row;
  }
  return -1;
}

/** Whether it can, as far as that is seen at once. */
function isRawSendable(type: OmlType, values: RawColumn, row: number): boolean {
  switch (values.form(row)) {
    case "null":
      return true;
    case "text":
      return type === "string";
    case "number":
      return type === "double" || isLongSendable(type, values.number(row));
    default:
      return false;
  }
}

function isLongSendable(type: OmlType, value: number): boolean {
  if (!Number.isSafeInteger(value)) return false;
  return type === "int64" ||
    value >= 0 && (type === "uint64" || type === "guid");
}

/** Adds the rows whose text has NUL. */
export function addRowsWithNul(values: ExactColumn, rows: Set<number>): void {
  const { length, raw } = values;
  for (let row = 0; row < length; row++) {
    if (raw?.form(row) === "text") {
      if (hasNul(raw, raw.from(row), raw.to(row))) rows.add(row);
    } else if (String(values.at(row)).includes("\0")) {
      rows.add(row);
    }
  }
}

function hasNul({ bytes }: RawColumn, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === 0) return true;
  return false;
}

function isSendable(type: OmlType, value: ExactValue): boolean {
  if (value === null) return true;
  if (isVectorType(type)) {
    const element = elementType(type);
    return Array.isArray(value) &&
      value.every((each) => isElement(element, each));
  }
  return isScalar(type, value);
}

function isElement(type: ScalarType, value: ExactElement): boolean {
  return value === null ? type === "double" : isScalar(type, value);
}

function isScalar(type: ScalarType, value: ExactValue): boolean {
  switch (type) {
    case "double":
      return typeof value === "number";
    case "bool":
      return typeof value === "boolean";
    case "string":
      return typeof value === "string";
    case "blob":
      return value instanceof Uint8Array;
    default:
      return isInteger(value, INTEGERS[type]);
  }
}

function isInteger(
  value: ExactValue,
  [least, end]: readonly [bigint, bigint],
): boolean {
  return typeof value === "bigint" ||
      typeof value === "number" && Number.isInteger(value)
    ? value >= least && value < end
    : false;
}

function elementText(element: ExactElement): string {
  if (element === null) return "nan";
  if (typeof element !== "number") return String(element);
  if (!Number.isFinite(element)) return special(element);
  return Object.is(element, -0) ? "-0" : String(element);
}

function special(value: number): string {
  return String(value).toLowerCase().replace("infinity", "inf");
}
