/**
 * Vectors as the JSON text they are stored as.
 *
 * @module
 */
import type { VectorView } from "../../codec/tuples/tuple_sink.ts";

/**
 * The vector with the original's spacing, `[ 1, 2, 3 ]`; an empty one is the
 * empty string. NaN is `null`, the infinities are `9e999` and `-9e999`, which
 * JSON readers take for infinity; other doubles are the shortest decimals
 * that read back to the same value.
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
  return Object.is(value, -0) ? "-0.0" : String(value);
}
