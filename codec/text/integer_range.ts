/**
 * Whether an integer fits its type, and its 64 bits if needed.
 *
 * @module
 */
import { Found, type FoundKind, type IntegerReader } from "./text_integer.ts";

/** The types whose text form is an integer. */
export type IntegerType = "int32" | "uint32" | "int64" | "uint64" | "guid";

const TWO_31 = 0x8000_0000;

/**
 * Whether the result of `read` fits `type`. A negative number down to minus
 * half the range also fits an unsigned type, as the same bits: C programs print
 * unsigned integers with `%d`.
 */
export function inRange(
  read: IntegerReader,
  found: FoundKind,
  type: IntegerType,
): boolean {
  if (found === Found.nothing) return false;
  if (type === "int32" || type === "uint32") {
    const most = type === "int32" ? TWO_31 - 1 : 2 * TWO_31 - 1;
    return found === Found.small && read.value >= -TWO_31 &&
      read.value <= most;
  }
  if (found === Found.small) return true;
  if (read.negative) {
    return read.high < TWO_31 || (read.high === TWO_31 && read.low === 0);
  }
  return type !== "int64" || read.high < TWO_31;
}

/** The 64 bits of the result of `read`, as a signed number. */
export function toBits(read: IntegerReader, found: FoundKind): bigint {
  if (found === Found.small) return BigInt(read.value);
  const magnitude = (BigInt(read.high) << 32n) | BigInt(read.low);
  return BigInt.asIntN(64, read.negative ? -magnitude : magnitude);
}
