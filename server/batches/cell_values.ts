/**
 * Reads rows back from a batch, to bind them to an SQL statement.
 *
 * @module
 */
import { VARINT4 } from "./cells.ts";
import {
  readInteger,
  SERIAL_BLOB,
  SERIAL_DOUBLE,
  SERIAL_INT64,
  SERIAL_NULL,
  valueSize,
} from "./serial_types.ts";

/** A value of a column of a batch. */
export type CellValue = number | bigint | null | Uint8Array;

/** Returns the values of the row whose cell starts at `at`; texts are bytes. */
export function cellValues(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  columns: number,
): CellValue[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let serialAt = at + 2 * VARINT4;
  const varint = () => {
    let value = 0;
    for (;;) {
      const byte = bytes[serialAt++];
      value = value * 0x80 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
  };
  let valueAt = serialAt + varint();
  return Array.from({ length: columns }, () => {
    const serial = varint();
    const value = valueOf(view, valueAt, serial);
    valueAt += valueSize(serial);
    return value;
  });
}

function valueOf(view: DataView, at: number, serial: number): CellValue {
  if (serial >= SERIAL_BLOB) {
    return new Uint8Array(view.buffer, view.byteOffset + at, valueSize(serial));
  }
  switch (serial) {
    case SERIAL_NULL:
      return null;
    case SERIAL_INT64:
      return safe(view.getBigInt64(at));
    case SERIAL_DOUBLE:
      return view.getFloat64(at);
    default:
      return readInteger(view, at, serial);
  }
}

/** Returns a number if that is exact, because numbers bind faster. */
function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
