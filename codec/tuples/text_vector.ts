/**
 * Vectors written in text (OMSP §Text Protocol, V>=5): `n e1 e2 ... en`.
 *
 * @module
 */
import type { ElementType } from "../values/oml_type.ts";
import { inRange, toBits } from "./integer_range.ts";
import { readBool } from "./text_bool.ts";
import { isNanText, readDouble } from "./text_double.ts";
import type { IntegerReader } from "./text_integer.ts";
import type { VectorBuffer } from "./vector_buffer.ts";

const BLANK = 0x20;

/**
 * Reads a field into `vector`; false where it is no vector of that type, has
 * fewer or more elements than it announces, or one is no number of the type.
 */
export function readVector(
  bytes: Uint8Array,
  from: number,
  to: number,
  type: ElementType,
  integers: IntegerReader,
  vector: VectorBuffer,
): boolean {
  vector.clear(type);
  let announced = -1;
  let at = from;
  while (at < to) {
    if (bytes[at] === BLANK) {
      at++;
      continue;
    }
    let end = at;
    while (end < to && bytes[end] !== BLANK) end++;
    if (announced < 0) {
      announced = readCount(bytes, at, end);
    } else if (
      vector.length === announced ||
      !readElement(bytes, at, end, type, integers, vector)
    ) {
      return false;
    }
    at = end;
  }
  return vector.length === announced;
}

/** A plain decimal number, else NaN. */
function readCount(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const digit = bytes[i] - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    count = count * 10 + digit;
  }
  return count;
}

function readElement(
  bytes: Uint8Array,
  from: number,
  to: number,
  type: ElementType,
  integers: IntegerReader,
  vector: VectorBuffer,
): boolean {
  if (type === "double") {
    const value = readDouble(bytes, from, to);
    vector.addNumber(value);
    return value === value || isNanText(bytes, from, to);
  }
  if (type === "bool") {
    vector.addNumber(readBool(bytes, from, to) ? 1 : 0);
    return true;
  }
  const found = integers.read(bytes, from, to);
  if (!inRange(integers, found, type)) return false;
  if (type === "int32") vector.addNumber(integers.value);
  else if (type === "uint32") vector.addNumber(integers.value >>> 0);
  else vector.addInteger(toBits(integers, found));
  return true;
}
