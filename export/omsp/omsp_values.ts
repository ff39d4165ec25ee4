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
import type { ExactElement, ExactValue } from "../../stored/stored.ts";
import type { TextStyle } from "../text/text_style.ts";

/** What stands for a value that is missing. */
const MISSING: Readonly<Record<ScalarType, string>> = {
  ...{ int32: "nan", uint32: "nan", int64: "nan", uint64: "nan" },
  ...{ double: "nan", guid: "0", bool: "F", string: "", blob: "" },
};

const INTEGERS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n],
  // The original server stores the upper half as negative numbers.
  uint32: [-(2n ** 31n), 2n ** 32n],
  int64: [-(2n ** 63n), 2n ** 63n],
  ...{ uint64: [0n, 2n ** 64n], guid: [0n, 2n ** 64n] },
};

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
    vector: (out, elements) =>
      out.ascii([elements.length, ...elements.map(elementText)].join(" ")),
  };
}

/** Whether a stream can have the value in a field of this type. */
export function isSendable(type: OmlType, value: ExactValue): boolean {
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
      // Servers drop NUL.
      return typeof value === "string" && !value.includes("\0");
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
