/**
 * Checks whether bytes have the structure of a message body, without reading
 * values.
 *
 * @module
 */
import { Wire } from "../values/wire_type.ts";

/** Bytes of the fixed part: count, stream, sequence number, timestamp. */
export const BODY_PREFIX = 13;

/** Offset of the sequence number in a body. */
export const SEQUENCE_AT = 2;

/** Offset of the timestamp in a body. */
export const TIME_AT = 7;

/**
 * Whether a body of `length` bytes may start at `at`, judging by the bytes
 * available: an int32 sequence number, then a double.
 */
export function startsBody(
  bytes: Uint8Array,
  at: number,
  length: number,
): boolean {
  if (length < BODY_PREFIX) return false;
  const sequence = bytes.length > at + SEQUENCE_AT
    ? bytes[at + SEQUENCE_AT]
    : Wire.int32;
  if (sequence !== Wire.int32 && sequence !== Wire.long) return false;
  const time = bytes.length > at + TIME_AT ? bytes[at + TIME_AT] : Wire.double;
  return time === Wire.double || time === Wire.nan;
}

/** Whether the values fill the body exactly, and are as many as announced. */
export function isBody(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from + BODY_PREFIX;
  for (let count = bytes[from]; count > 0; count--) {
    const size = valueSize(bytes, at, to);
    if (size === 0) return false;
    at += size;
    if (at > to) return false;
  }
  return at === to;
}

/** Bytes of the value at `at`, including its type byte; 0 if there is none. */
function valueSize(bytes: Uint8Array, at: number, to: number): number {
  if (at >= to) return 0;
  switch (bytes[at]) {
    case Wire.long:
    case Wire.int32:
    case Wire.uint32:
      return 5;
    case Wire.double:
    case Wire.nan:
      return 6;
    case Wire.int64:
    case Wire.uint64:
    case Wire.guid:
      return 9;
    case Wire.false:
    case Wire.true:
      return 1;
    case Wire.string:
      return at + 1 < to ? 2 + bytes[at + 1] : 0;
    case Wire.blob:
      return at + 4 < to ? 5 + readUint32(bytes, at + 1) : 0;
    case Wire.vector:
      return at + 3 < to ? vectorSize(bytes, at) : 0;
    default:
      return 0;
  }
}

function vectorSize(bytes: Uint8Array, at: number): number {
  const count = bytes[at + 2] * 256 + bytes[at + 3];
  switch (bytes[at + 1]) {
    case Wire.int32:
    case Wire.uint32:
      return 4 + 4 * count;
    case Wire.int64:
    case Wire.uint64:
    case Wire.double64:
      return 4 + 8 * count;
    case Wire.bool:
      return 4 + count;
    default:
      return 0;
  }
}

function readUint32(bytes: Uint8Array, at: number): number {
  return bytes[at] * 0x1000000 +
    (bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3]);
}
