/**
 * The values of a tuple in JavaScript.
 *
 * @module
 */
import type { ElementType, OmlType } from "./oml_type.ts";

/** The values of vector elements by type. */
export interface ElementValues {
  /** An integer from -2^31 to 2^31-1. */
  readonly int32: number;
  /** An integer from 0 to 2^32-1. */
  readonly uint32: number;
  /** An integer from -2^63 to 2^63-1. */
  readonly int64: bigint;
  /** An integer from 0 to 2^64-1. */
  readonly uint64: bigint;
  /** Any number, including infinities and NaN. */
  readonly double: number;
  /** A boolean. */
  readonly bool: boolean;
}

/** Values by the type of their field (OMSP §Schema Specification). */
export interface ScalarValues extends ElementValues {
  /** Text; lone surrogates become U+FFFD on the wire. */
  readonly string: string;
  /** Bytes. */
  readonly blob: Uint8Array;
  /** From 0 to 2^64-1; `0n` means no value. */
  readonly guid: bigint;
}

/** The value of type `T`. */
export type ValueOf<T extends OmlType> = T extends keyof ScalarValues
  ? ScalarValues[T]
  : T extends `[${infer E extends ElementType}]` ? readonly ElementValues[E][]
  : never;

/**
 * Any value. `null` means no value: the encoder writes a guid of 0 or a double
 * of NaN for it, as OMSP does; the decoder returns it for an integer whose text
 * is not a number.
 */
export type OmlValue =
  | number
  | bigint
  | string
  | boolean
  | Uint8Array
  | readonly number[]
  | readonly bigint[]
  | readonly boolean[]
  | null;
