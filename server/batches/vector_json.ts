/**
 * Vectors as the JSON text they are stored as.
 *
 * @module
 */
import type { VectorView } from "../../codec/tuples/tuple_sink.ts";

/** Sizes between which C prints a double without an exponent. */
const LEAST_PLAIN = 1e-4;
const LEAST_LARGE = 1e15;

/**
 * The vector with the original's spacing, `[ 1, 2, 3 ]`; an empty one is the
 * empty string. NaN is `null`, the infinities are `9e999` and `-9e999`, which
 * JSON readers take for infinity; other doubles are the shortest decimals
 * that read back to the same value, in the form that C's `%g` gives them.
 */
export function vectorJson(vector: VectorView): string {
  if (vector.length === 0) return "";
  const elements = new Array<string>(vector.length);
  for (let i = 0; i < vector.length; i++) elements[i] = element(vector, i);
  return `[ ${elements.join(", ")} ]`;
}

function element(vector: VectorView, i: number): string {
  switch (vector.type) {
    case "int64":
      return String(vector.integers[i]);
    case "uint64":
      return String(BigInt.asUintN(64, vector.integers[i]));
    case "bool":
      return vector.numbers[i] === 0 ? "false" : "true";
    default:
      return numberJson(vector.numbers[i]);
  }
}

function numberJson(value: number): string {
  if (value !== value) return "null";
  if (value === Infinity) return "9e999";
  if (value === -Infinity) return "-9e999";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  return size !== 0 && (size < LEAST_PLAIN || size >= LEAST_LARGE)
    ? exponential(value)
    : String(value);
}

/** With an exponent of two digits at least. */
function exponential(value: number): string {
  const text = value.toExponential();
  const last = text.length - 1;
  const isShort = text[last - 1] === "-" || text[last - 1] === "+";
  return isShort ? `${text.slice(0, last)}0${text[last]}` : text;
}
