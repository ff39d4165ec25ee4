/**
 * Checks values against the types of their fields before they are encoded.
 *
 * @module
 */
import { EncodeError } from "../errors.ts";
import type { OmlValue } from "../values/oml_value.ts";
import type { Field } from "../values/schema.ts";

/** Integer types whose values are numbers. */
export type NumberType = "int32" | "uint32";

/** Integer types whose values are bigints. */
export type BigintType = "int64" | "uint64" | "guid";

const MOST_64 = 2n ** 64n - 1n;
const BOUNDS: Readonly<Record<BigintType, readonly [bigint, bigint]>> = {
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, MOST_64],
  guid: [0n, MOST_64],
};

/** Checks the values of successive fields. */
export class ValueCheck {
  /** The field whose value, or whose elements, are checked. */
  field: Field = { name: "", type: "int32" };

  /** The value of an int32 or uint32. */
  number(value: OmlValue, type: NumberType): number {
    if (typeof value !== "number") throw this.wrongKind(value, "a number");
    const fits = type === "int32"
      ? value === (value | 0)
      : value === value >>> 0;
    if (fits) return value;
    throw this.fault(
      Number.isInteger(value)
        ? `${value} is out of range, clamp it or declare a wider type`
        : `${value} is no integer, round it or declare a double`,
    );
  }

  /** The value of an int64, uint64 or guid. */
  bigint(value: OmlValue, type: BigintType): bigint {
    if (value === null && type === "guid") return 0n;
    if (typeof value !== "bigint") {
      throw this.wrongKind(value, "a bigint such as 42n");
    }
    const [least, most] = BOUNDS[type];
    if (value >= least && value <= most) return value;
    throw this.fault(`it is not within ${least} to ${most}, clamp it`);
  }

  /** The value of a double. */
  double(value: OmlValue): number {
    if (value === null) return NaN;
    if (typeof value === "number") return value;
    throw this.wrongKind(value, "a number");
  }

  /** The value of a bool. */
  bool(value: OmlValue): boolean {
    if (typeof value === "boolean") return value;
    throw this.wrongKind(value, "true or false");
  }

  /** The value of a string. */
  string(value: OmlValue): string {
    if (typeof value === "string") return value;
    throw this.wrongKind(value, "a string");
  }

  /** The value of a blob. */
  blob(value: OmlValue): Uint8Array {
    if (value instanceof Uint8Array) return value;
    throw this.wrongKind(value, "a Uint8Array");
  }

  /** The elements of a vector, which are not checked. */
  elements(value: OmlValue): readonly (number | bigint | boolean)[] {
    if (Array.isArray(value)) return value;
    throw this.wrongKind(value, "an array");
  }

  /** The error for a value of the wrong kind. */
  wrongKind(value: OmlValue, wanted: string): EncodeError {
    return this.fault(`it is ${kindOf(value)}, give ${wanted}`);
  }

  /** The error for a value of the current field. */
  fault(what: string): EncodeError {
    const { name, type } = this.field;
    return new EncodeError(`Cannot encode ${type} field ${name}: ${what}`);
  }
}

/** The error for a tuple that cannot be encoded, whatever its values. */
export function tupleFault(stream: string, what: string): EncodeError {
  return new EncodeError(`Cannot encode a tuple of stream ${stream}: ${what}`);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value instanceof Uint8Array) return "a Uint8Array";
  return value === undefined ? "missing" : `a ${typeof value}`;
}
