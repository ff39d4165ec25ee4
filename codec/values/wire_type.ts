/**
 * The type bytes of binary values.
 *
 * @module
 */
import type { ElementType } from "./oml_type.ts";

/** Type byte of each binary value (OMSP §Binary Marshalling). */
export const Wire = {
  /** Deprecated; an int32. */
  long: 0x01,
  /** A mantissa of four bytes and an exponent of one. */
  double: 0x02,
  /** A double that could not be encoded; five meaningless bytes. */
  nan: 0x03,
  /** A length of one byte, then UTF-8. */
  string: 0x04,
  int32: 0x05,
  uint32: 0x06,
  int64: 0x07,
  uint64: 0x08,
  /** A length of four bytes, then bytes. */
  blob: 0x09,
  guid: 0x0a,
  false: 0x0b,
  true: 0x0c,
  /** Element type, a count of two bytes, then the elements. */
  vector: 0x0d,
  /** Only as the element type of a vector. */
  bool: 0x0e,
  /** IEEE 754 binary64, only as the element type of a vector. */
  double64: 0x0f,
} as const;

/** Type bytes of vector elements. */
export const ELEMENT_WIRE: Readonly<Record<ElementType, number>> = {
  int32: Wire.int32,
  uint32: Wire.uint32,
  int64: Wire.int64,
  uint64: Wire.uint64,
  double: Wire.double64,
  bool: Wire.bool,
};
