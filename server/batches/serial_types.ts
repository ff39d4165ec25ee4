/**
 * The serial types of SQLite's record format: type and size of each value
 * (https://sqlite.org/fileformat2.html#record_format).
 *
 * @module
 */

/** NULL. */
export const SERIAL_NULL = 0;
/** An integer of 48 bits; for 8 to 32 bits the type is the number of bytes. */
export const SERIAL_INT48 = 5;
/** An integer of 64 bits. */
export const SERIAL_INT64 = 6;
/** A double. */
export const SERIAL_DOUBLE = 7;
/** The numbers 0 and 1 have their own types, without bytes. */
export const SERIAL_ZERO = 8;
/** An empty blob; plus two for each byte. */
export const SERIAL_BLOB = 12;
/** An empty text; plus two for each byte. */
export const SERIAL_TEXT = 13;

/** Bytes of the values of each type below {@linkcode SERIAL_BLOB}. */
const SIZES: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

/** Returns the number of bytes of a value of this type. */
export function valueSize(serial: number): number {
  return serial < SERIAL_BLOB ? SIZES[serial] : (serial - SERIAL_BLOB) >> 1;
}

/** Reads an integer of this type, less than 64 bits, at `at`. */
export function readInteger(
  view: DataView,
  at: number,
  serial: number,
): number {
  switch (serial) {
    case 1:
      return view.getInt8(at);
    case 2:
      return view.getInt16(at);
    case 3:
      return view.getInt8(at) * 0x1_0000 + view.getUint16(at + 1);
    case 4:
      return view.getInt32(at);
    case SERIAL_INT48:
      return view.getInt16(at) * 0x1_0000_0000 + view.getUint32(at + 2);
    default:
      return serial - SERIAL_ZERO;
  }
}

/**
 * Returns the bytes of an integer of up to 32 bits, which is also its serial
 * type.
 */
export function smallSize(value: number): number {
  if (value === (value << 24) >> 24) return 1;
  if (value === (value << 16) >> 16) return 2;
  return value === (value << 8) >> 8 ? 3 : 4;
}
