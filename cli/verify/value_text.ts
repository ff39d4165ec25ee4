/**
 * Stored values as text for people.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { quoteText } from "../../codec/values/quote.ts";
import type { ExactElement, ExactValue } from "../../stored/stored.ts";
import { isVector, sameValue } from "../../verify/same_value.ts";
import type { Both } from "../../verify/tuple.ts";

/** The most characters, bytes and elements of a value that are shown. */
const MOST_CHARACTERS = 60;
const MOST_BYTES = 20;
const MOST_ELEMENTS = 8;

/** A value; a long one is cut, and its length given. */
export function valueText(value: ExactValue): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return stringText(value);
  if (value instanceof Uint8Array) return bytesText(value);
  if (isVector(value)) return vectorText(value);
  return numberText(value);
}

/**
 * Two values that differ. Of long ones, the first place where they differ is
 * shown.
 */
export function differenceText({ a, b }: Both<ExactValue>): string {
  const [one, other] = [partsOf(a), partsOf(b)];
  if (
    one === undefined || one.name !== other?.name ||
    Math.max(one.length, other.length) <= one.most
  ) {
    return `${valueText(a)} in A, ${valueText(b)} in B`;
  }
  const at = firstDifference(one, other);
  const lengths = one.length === other.length
    ? ""
    : `, ${count(one)} in A and ${count(other)} in B`;
  return `${one.name} ${at + 1}: ${one.show(at)} in A, ${other.show(at)} in B` +
    lengths;
}

/** A value with parts that can be shown one by one. */
interface Parts {
  readonly name: string;
  readonly length: number;
  readonly most: number;
  at(index: number): ExactValue;
  show(index: number): string;
}

function partsOf(value: ExactValue): Parts | undefined {
  if (typeof value === "string") {
    return parts("character", value, MOST_CHARACTERS, stringText);
  }
  if (value instanceof Uint8Array) {
    return parts("byte", value, MOST_BYTES, (byte) => hex([byte]));
  }
  return isVector(value)
    ? parts("element", value, MOST_ELEMENTS, valueText)
    : undefined;
}

function parts<T extends ExactValue>(
  name: string,
  list: ArrayLike<T>,
  most: number,
  show: (part: T) => string,
): Parts {
  const { length } = list;
  return {
    ...{ name, length, most },
    at: (index) => list[index],
    show: (index) => index < length ? show(list[index]) : "none",
  };
}

function firstDifference(one: Parts, other: Parts): number {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i++) {
    if (!sameValue(one.at(i), other.at(i))) return i;
  }
  return length;
}

function count({ name, length }: Parts): string {
  return `${length} ${name}s`;
}

function stringText(text: string): string {
  const cut = text.length > MOST_CHARACTERS
    ? ` (${text.length} characters)`
    : "";
  return `"${quoteText(text, MOST_CHARACTERS)}"${cut}`;
}

function bytesText(bytes: Uint8Array): string {
  const shown = hex(bytes.subarray(0, MOST_BYTES));
  return bytes.length > MOST_BYTES
    ? `x'${shown}...' (${bytes.length} bytes)`
    : `x'${shown}'`;
}

function vectorText(elements: readonly ExactElement[]): string {
  const shown = elements.slice(0, MOST_ELEMENTS).map(valueText);
  return elements.length > MOST_ELEMENTS
    ? `[${shown.join(", ")}, ...] (${elements.length} elements)`
    : `[${shown.join(", ")}]`;
}

function numberText(value: number | bigint | boolean): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function hex(bytes: Uint8Array | readonly number[]): string {
  return Buffer.from(bytes).toString("hex");
}
