/**
 * Stored vectors as lists of exact values.
 *
 * @module
 */
import type { VectorType } from "../codec/values/oml_type.ts";
import type { ExactElement } from "./stored.ts";

/** Integers; all other parts of the text are no digits. */
const INTEGER = /-?\d+/g;

/** How C prints what JSON has no numbers for. */
const NOT_JSON = /-?\b(?:nan|inf(?:inity)?)\b/gi;

/**
 * The elements of a stored vector; `undefined` if the text is none. Those of
 * 64-bit integers are bigints; what is no number is `null`.
 */
export function parseVector(
  text: string,
  type: VectorType,
): readonly ExactElement[] | undefined {
  // An empty vector is stored as the empty text.
  if (text === "") return [];
  const isLong = type === "[int64]" || type === "[uint64]";
  const elements = parseList(isLong ? text.replace(INTEGER, '"$&"') : text) ??
    parseList(text.replace(NOT_JSON, jsonNumber));
  return elements?.map(exactElement);
}

function parseList(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function jsonNumber(text: string): string {
  if (/nan/i.test(text)) return "null";
  return text.startsWith("-") ? "-9e999" : "9e999";
}

function exactElement(element: unknown): ExactElement {
  if (typeof element === "number" || typeof element === "boolean") {
    return element;
  }
  return typeof element === "string" && INTEGER_TEXT.test(element)
    ? BigInt(element)
    : null;
}

const INTEGER_TEXT = /^-?\d+$/;
