/**
 * Encodes rows as `COPY ... (FORMAT binary)`:
 *
 * ```
 * row    columns:i16  then for each  length:i32 (-1: NULL)  value
 * ```
 *
 * Values are in SQLite's record format (`batches/cells.ts`), whose integers and
 * doubles have the same bytes.
 *
 * @module
 */
import { isUtf8 } from "node:buffer";
import type { BufferPool } from "../../../shared/buffer_pool.ts";
import { type Cells, VARINT4 } from "../../batches/cells.ts";
import {
  readInteger,
  SERIAL_BLOB,
  SERIAL_DOUBLE,
  SERIAL_INT64,
  SERIAL_NULL,
  valueSize,
} from "../../batches/serial_types.ts";
import type { Column, ColumnType } from "./postgres_types.ts";

/** Encoded rows of one table. */
export interface EncodedRows {
  /** The rows, one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offset of each row, and the end of the last one. */
  readonly bounds: Uint32Array;
  /** Index of each row's cell. */
  readonly cells: Uint32Array;
}

/** Maximum bytes that a column adds to those of its value in a cell. */
const COLUMN_BYTES = 4 + 8;

/** Texts shorter than this are copied faster byte by byte. */
const SHORT_TEXT = 32;

/** Encodes the rows of one table, batch by batch. */
export class RowEncoder {
  readonly #columns: readonly Column[];
  readonly #buffers: BufferPool;
  #in: DataView = new DataView(new ArrayBuffer(0));
  #source: Uint8Array = new Uint8Array(0);
  #target: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #out: DataView = this.#in;
  /** Position of the next value, its serial type, and the output position. */
  #valueAt = 0;
  #serialAt = 0;
  #at = 0;
  #fault = "";

  /** Rows have these columns, in this order; memory comes from `buffers`. */
  constructor(columns: readonly Column[], buffers: BufferPool) {
    this.#columns = columns;
    this.#buffers = buffers;
  }

  /** Encodes a batch; cells that do not fit their table are reported to `reject`. */
  encode(
    { bytes, offsets, columns }: Cells,
    reject: (cell: number, reason: string) => void,
  ): EncodedRows {
    const rowBytes = 2 + COLUMN_BYTES * this.#columns.length;
    this.#source = bytes;
    this.#in = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const room = bytes.length + offsets.length * rowBytes;
    this.#target = new Uint8Array(
      this.#buffers.take(room) ?? new ArrayBuffer(room),
    );
    this.#out = new DataView(this.#target.buffer);
    this.#at = 0;
    const bounds = new Uint32Array(offsets.length + 1);
    const cells = new Uint32Array(offsets.length);
    let rows = 0;
    for (const offset of offsets) {
      this.#at = bounds[rows];
      this.#fault = "";
      this.#row(offset, columns - this.#columns.length);
      if (this.#fault === "") {
        cells[rows] = offset;
        bounds[++rows] = this.#at;
      } else {
        reject(offset, this.#fault);
      }
    }
    return {
      bytes: this.#target.subarray(0, bounds[rows]),
      bounds: bounds.subarray(0, rows + 1),
      cells: cells.subarray(0, rows),
    };
  }

  /** `skipped`: leading values that PostgreSQL assigns itself. */
  #row(offset: number, skipped: number): void {
    const record = offset + 2 * VARINT4;
    this.#serialAt = record;
    this.#valueAt = record + this.#varint();
    for (let i = 0; i < skipped; i++) {
      this.#valueAt += valueSize(this.#varint());
    }
    this.#out.setInt16(this.#at, this.#columns.length);
    this.#at += 2;
    for (const { name, type } of this.#columns) {
      const serial = this.#varint();
      this.#value(type, serial, name);
      this.#valueAt += valueSize(serial);
    }
  }

  #value(type: ColumnType, serial: number, name: string): void {
    if (serial >= SERIAL_BLOB) {
      return this.#bytes(type, (serial - SERIAL_BLOB) >> 1, name);
    }
    switch (type) {
      case "float8":
        return this.#double(serial);
      case "int8":
        if (serial === SERIAL_NULL) return this.#length(-1);
        this.#length(8);
        this.#int64(serial);
        return;
      case "int4":
        if (serial === SERIAL_NULL) return this.#length(-1);
        this.#length(4);
        return this.#int32(serial, name);
      case "bool":
        if (serial === SERIAL_NULL) return this.#length(-1);
        this.#length(1);
        this.#target[this.#at++] = this.#integer(serial);
        return;
      default:
        return this.#length(-1);
    }
  }

  /** Doubles are never missing, so NULL can only mean NaN. */
  #double(serial: number): void {
    this.#length(8);
    if (serial === SERIAL_DOUBLE) {
      this.#out.setFloat64(this.#at, this.#in.getFloat64(this.#valueAt));
    } else {
      const value = serial === SERIAL_NULL ? NaN : this.#integer(serial);
      this.#out.setFloat64(this.#at, value);
    }
    this.#at += 8;
  }

  #int64(serial: number): void {
    if (serial === SERIAL_INT64) {
      this.#out.setInt32(this.#at, this.#in.getInt32(this.#valueAt));
      this.#out.setInt32(this.#at + 4, this.#in.getInt32(this.#valueAt + 4));
    } else {
      const value = this.#integer(serial);
      this.#out.setInt32(this.#at, Math.floor(value / 0x1_0000_0000));
      this.#out.setInt32(this.#at + 4, value | 0);
    }
    this.#at += 8;
  }

  #int32(serial: number, name: string): void {
    const value = serial === SERIAL_INT64 ? NaN : this.#integer(serial);
    if ((value | 0) !== value) {
      this.#fault ||= `field ${name} is beyond 32 bits`;
    }
    this.#out.setInt32(this.#at, value);
    this.#at += 4;
  }

  #integer(serial: number): number {
    return readInteger(this.#in, this.#valueAt, serial);
  }

  #bytes(type: ColumnType, size: number, name: string): void {
    this.#length(size);
    const fault = type === "text" && size < SHORT_TEXT
      ? this.#shortText(size)
      : this.#longBytes(type, size);
    if (fault !== "") this.#fault ||= `field ${name} ${fault}`;
    this.#at += size;
  }

  #shortText(size: number): string {
    const from = this.#valueAt;
    let bits = 0;
    let nul = false;
    for (let i = 0; i < size; i++) {
      const byte = this.#source[from + i];
      bits |= byte;
      nul ||= byte === 0;
      this.#target[this.#at + i] = byte;
    }
    if (nul) return HAS_NUL;
    return bits < 0x80 || isUtf8(this.#source.subarray(from, from + size))
      ? ""
      : NO_UTF8;
  }

  #longBytes(type: ColumnType, size: number): string {
    const bytes = this.#source.subarray(this.#valueAt, this.#valueAt + size);
    this.#target.set(bytes, this.#at);
    if (type === "bytea") return "";
    if (bytes.includes(0)) return HAS_NUL;
    return isUtf8(bytes) ? "" : NO_UTF8;
  }

  #length(size: number): void {
    this.#out.setInt32(this.#at, size);
    this.#at += 4;
  }

  #varint(): number {
    let value = 0;
    for (;;) {
      const byte = this.#source[this.#serialAt++];
      value = value * 0x80 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
  }
}

const HAS_NUL = "has a NUL, which PostgreSQL cannot keep in a text";
const NO_UTF8 = "is not valid UTF-8";
