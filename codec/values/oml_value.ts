/**
 * The values of a tuple, as a JavaScript program holds them.
 *
 * @module
 */
import type { ElementType, OmlType } from "./oml_type.ts";

/** What the elements of a vector are, by their type. */
export interface ElementValues {
  /** An integer from -2^31 to 2^31-1. */
  readonly int32: number;
  /** An integer from 0 to 2^32-1. */
  readonly uint32: number;
  /** An integer from -2^63 to 2^63-1. */
  readonly int64: bigint;
  /** An integer from 0 to 2^64-1. */
  readonly uint64: bigint;
  /** Any number, the infinities and NaN included. */
  readonly double: number;
  /** True or false. */
  readonly bool: boolean;
}

/** What values are, by the type of their field (OMSP §Schema Specification). */
export interface ScalarValues extends ElementValues {
  /** Text; lone surrogates become U+FFFD on the wire. */
  readonly string: string;
  /** Bytes. */
  readonly blob: Uint8Array;
  /** From 0 to 2^64-1; `0n` means none. */
  readonly guid: bigint;
}

/** What a value of type `T` is. */
export type ValueOf<T extends OmlType> = T extends keyof ScalarValues
  ? ScalarValues[T]
  : T extends `[${infer E extends ElementType}]` ? readonly ElementValues[E][]
  : never;

/**
 * Any value. `null` is no value: where tuples are written, a guid of 0 or a
 * double of NaN, which is how the wire says it; where they are read, an integer
 * whose text was no number.
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
