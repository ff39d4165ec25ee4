import type { ExpectedValue } from "./case.ts";
import type { Value } from "./read_databases.ts";

/** Whether a value of a column is stored as expected. */
export function sameValue(
  expected: ExpectedValue,
  stored: Value,
  column: string,
): boolean {
  switch (expected[0]) {
    case "any":
      return true;
    case "oneof": {
      const [, ...choices] = expected;
      return choices.some((choice) => sameValue(choice, stored, column));
    }
    case "null":
      // SQLite has no NaN; a NaN distinct from NULL is accepted as well.
      return stored[0] === "null" ||
        (stored[0] === "real" && stored[1] === "nan");
    case "real":
      return (stored[0] === "real" || stored[0] === "integer") &&
        sameReal(expected[1], stored[1], column);
    case "text":
      return stored[0] === "text" &&
        (expected[1] === stored[1] || sameVector(expected[1], stored[1]));
    default:
      return stored[0] === expected[0] && stored[1] === expected[1];
  }
}

function sameReal(expected: string, stored: string, column: string): boolean {
  // "TS", a time of arrival, equals nothing but itself.
  if (expected === stored) return true;
  const [a, b] = [toNumber(expected), toNumber(stored)];
  // A microsecond may be lost in the conversion of a client's time.
  return a === b || (column === "oml_ts_client" && Number.isFinite(a) &&
    Math.abs(a - b) <= 1e-6 + 1e-12 * Math.abs(a));
}

function toNumber(text: string): number {
  return Number(text.replace("inf", "Infinity"));
}

/** Vectors are stored as JSON text, `[ 1, 2.5 ]`. */
function sameVector(expected: string, stored: string): boolean {
  const [a, b] = [elements(expected), elements(stored)];
  return a !== undefined && b !== undefined && a.length === b.length &&
    a.every((element, i) => sameElement(element, b[i]));
}

function elements(text: string): string[] | undefined {
  const isVector = text.startsWith("[ ") && text.endsWith(" ]");
  return isVector ? text.slice(2, -2).split(", ") : undefined;
}

/** The same double may be spelled otherwise, with no more digits. */
function sameElement(expected: string, stored: string): boolean {
  if (expected === stored) return true;
  if (!DECIMAL.test(expected) || !DECIMAL.test(stored)) return false;
  if (Number(expected) !== Number(stored)) return false;
  return /^-?\d+$/.test(expected)
    ? stored.length <= expected.length
    : significantDigits(stored) <= significantDigits(expected);
}

const DECIMAL = /^-?\d+(\.\d*)?(e[-+]?\d+)?$/i;

function significantDigits(number: string): number {
  const digits = number.replace(/e.*|[-+.]/gi, "");
  return digits.replace(/^0+|0+$/g, "").length;
}
