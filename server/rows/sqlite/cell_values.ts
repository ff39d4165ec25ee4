/**
 * Reads rows back out of a batch, to bind them to an SQL statement.
 *
 * @module
 */
import { VARINT4 } from "../../batches/cell_batch.ts";

/** What a column of a batch can hold. */
export type CellValue = number | bigint | null | Uint8Array;

const SERIAL_BLOB = 12;

/** Bytes of the values of each smaller serial type. */
const SIZES: readonly number[] = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

/** The values of the row whose cell starts at `at`; texts are bytes here. */
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
    valueAt += sizeOf(serial);
    return value;
  });
}

function sizeOf(serial: number): number {
  return serial < SERIAL_BLOB ? SIZES[serial] : (serial - SERIAL_BLOB) >> 1;
}

function valueOf(view: DataView, at: number, serial: number): CellValue {
  switch (serial) {
    case 0:
      return null;
    case 1:
      return view.getInt8(at);
    case 2:
      return view.getInt16(at);
    case 3:
      return view.getInt8(at) * 0x1_0000 + view.getUint16(at + 1);
    case 4:
      return view.getInt32(at);
    case 5:
      return view.getInt16(at) * 0x1_0000_0000 + view.getUint32(at + 2);
    case 6:
      return safe(view.getBigInt64(at));
    case 7:
      return view.getFloat64(at);
    case 8:
    case 9:
      return serial - 8;
    default:
      return new Uint8Array(
        view.buffer,
        view.byteOffset + at,
        sizeOf(serial),
      );
  }
}

/** A number where it is exact: those bind faster. */
function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
