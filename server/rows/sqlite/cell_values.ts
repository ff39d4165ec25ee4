/**
 * Reads rows back out of a batch, to bind them to an SQL statement.
 *
 * @module
 */
import { getVarint4, VARINT4 } from "../../batches/cell_batch.ts";

/** What a column of a batch can hold. */
export type CellValue = number | bigint | null | Uint8Array;

/** The values of the row whose cell starts at `at`; texts are bytes here. */
export function cellValues(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  columns: number,
): CellValue[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const record = at + 2 * VARINT4;
  let serialAt = record + 2;
  let valueAt = record + ((bytes[record] & 0x7f) << 7 | bytes[record + 1]);
  const values = new Array<CellValue>(columns);
  for (let i = 0; i < columns; i++) {
    const wide = bytes[serialAt] >= 0x80;
    const serial = wide ? getVarint4(bytes, serialAt) : bytes[serialAt];
    serialAt += wide ? VARINT4 : 1;
    values[i] = valueOf(view, valueAt, serial);
    valueAt += sizeOf(serial);
  }
  return values;
}

function sizeOf(serial: number): number {
  if (serial >= 12) return (serial - 12) >> 1;
  return serial === 0 ? 0 : serial === 4 ? 4 : 8;
}

function valueOf(view: DataView, at: number, serial: number): CellValue {
  switch (serial) {
    case 0:
      return null;
    case 4:
      return view.getInt32(at);
    case 6:
      return safe(view.getBigInt64(at));
    case 7:
      return view.getFloat64(at);
    default:
      return new Uint8Array(
        view.buffer,
        view.byteOffset + at,
        (serial - 12) >> 1,
      );
  }
}

/** A number where it is exact: those bind faster. */
function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
