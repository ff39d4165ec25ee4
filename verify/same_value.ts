/**
 * Whether two stored values are the same.
 *
 * @module
 */
import type { ExactElement, ExactValue } from "../stored/stored.ts";

/** Whether kind and bits are the same; 0 and -0 differ, NaN is NaN. */
export function sameValue(one: ExactValue, other: ExactValue): boolean {
  if (one instanceof Uint8Array) {
    return other instanceof Uint8Array && sameElements(one, other);
  }
  if (isVector(one)) return isVector(other) && sameElements(one, other);
  return Object.is(one, other);
}

/** Whether a value is a vector. */
export function isVector(value: ExactValue): value is readonly ExactElement[] {
  return Array.isArray(value);
}

function sameElements<T>(one: ArrayLike<T>, other: ArrayLike<T>): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) {
    if (!Object.is(one[i], other[i])) return false;
  }
  return true;
}
