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

/** A value of a column of a batch; texts are bytes. */
export type CellValue = number | bigint | null | Uint8Array;

/** Reads the rows of one batch. */
export class CellReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** Number of values of each row. */
  readonly columns: number;
  /** Where the next varint is. */
  #at = 0;

  /** Reads cells in `bytes`, each of which has `columns` values. */
  constructor(bytes: Uint8Array, columns: number) {
    this.#bytes = bytes;
    this.#view = new DataView(
      bytes.buffer,
      bytes.byteOffset,
      bytes.byteLength,
    );
    this.columns = columns;
  }

  /**
   * Puts the values of the row whose cell starts at `cell` into `values`, the
   * first one at index `to`. Returns the index after the last one.
   */
  read(cell: number, values: CellValue[], to: number): number {
    this.#at = cell + 2 * VARINT4;
    const header = this.#at;
    let valueAt = header + this.#varint();
    const end = to + this.columns;
    for (let i = to; i < end; i++) {
      const serial = this.#varint();
      values[i] = this.#value(valueAt, serial);
      valueAt += valueSize(serial);
    }
    return end;
  }

  #varint(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#at++];
    let value = byte & 0x7f;
    while (byte >= 0x80) {
      byte = bytes[this.#at++];
      value = value * 0x80 + (byte & 0x7f);
    }
    return value;
  }

  #value(at: number, serial: number): CellValue {
    if (serial >= SERIAL_BLOB) {
      const { buffer, byteOffset } = this.#bytes;
      return new Uint8Array(buffer, byteOffset + at, valueSize(serial));
    }
    switch (serial) {
      case SERIAL_NULL:
        return null;
      case SERIAL_INT64:
        return safe(this.#view, at);
      case SERIAL_DOUBLE:
        return this.#view.getFloat64(at);
      default:
        return readInteger(this.#view, at, serial);
    }
  }
}

/** Returns the values of the row whose cell starts at `at`; texts are bytes. */
export function cellValues(
  bytes: Uint8Array,
  at: number,
  columns: number,
): CellValue[] {
  const values: CellValue[] = [];
  new CellReader(bytes, columns).read(at, values, 0);
  return values;
}

/** Reads 64 bits as a number if that is exact: numbers bind faster. */
function safe(view: DataView, at: number): number | bigint {
  const number = view.getInt32(at) * 0x1_0000_0000 + view.getUint32(at + 4);
  return Number.isSafeInteger(number) ? number : view.getBigInt64(at);
}
