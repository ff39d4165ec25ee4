/**
 * Rows of one table, collected as the cells of an SQLite leaf page.
 *
 * A cell holds its row already in SQLite's record format, so a batch becomes
 * database pages by copying whole runs of cells (`sqlite/page_image.ts`):
 *
 * ```
 * cell    payload size:varint4  rowid:varint4  record
 * record  header size:varint2  one serial type a column  the values
 * ```
 *
 * All varints have a fixed width, longer than need be, so that sizes can be
 * written after what they measure. SQLite reads them like short ones.
 *
 * @module
 */
import { BufferPool } from "../../ports/buffer_pool.ts";

/** Bytes of the payload size, and of the row id behind it. */
export const VARINT4 = 4;
const HEADER_SIZE = 2;
const SERIAL_NULL = 0;
const SERIAL_INT32 = 4;
const SERIAL_INT64 = 6;
const SERIAL_DOUBLE = 7;
const SERIAL_BLOB = 12;
const SERIAL_TEXT = 13;

/** Rows a new batch has room for: enough for a trickle. */
const FIRST_ROWS = 16;

/** How a column's value is written. */
export type ColumnKind = "number" | "bytes";

/** Grows by one row after the other; emptied by {@linkcode CellBatch.take}. */
export class CellBatch {
  /** Rows in the batch. */
  rows = 0;
  /** Bytes of these rows. */
  length = 0;
  readonly #headerSize: number;
  readonly #mostNumbers: number;
  readonly #isBytes: readonly boolean[];
  readonly #buffers: BufferPool;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #offsets: Uint32Array<ArrayBuffer> = new Uint32Array(0);
  /** What the last batch took: the next one starts with as much. */
  #expected = { bytes: 0, rows: 0 };
  /** Bytes of the largest row. */
  #largest = 0;
  /** Where the next serial type and the next value go. */
  #serial = 0;
  #at = 0;

  /**
   * Rows will have one value for each of these columns, in order. Large
   * batches take their memory from `buffers` where it has some.
   */
  constructor(columns: readonly ColumnKind[], buffers = new BufferPool()) {
    this.#buffers = buffers;
    this.#isBytes = columns.map((kind) => kind === "bytes");
    const wide = columns.filter((kind) => kind === "bytes").length;
    this.#headerSize = HEADER_SIZE + columns.length + wide * (VARINT4 - 1);
    this.#mostNumbers = 2 * VARINT4 + this.#headerSize + 8 * columns.length;
  }

  /** Starts a row. */
  begin(): void {
    this.#reserve(this.length, this.#mostNumbers);
    const record = this.length + 2 * VARINT4;
    this.#bytes[record] = 0x80 | (this.#headerSize >> 7);
    this.#bytes[record + 1] = this.#headerSize & 0x7f;
    this.#serial = record + HEADER_SIZE;
    this.#at = record + this.#headerSize;
  }

  /** No value, of either kind of column. */
  null(): void {
    if (this.#isBytes[this.#column()]) this.#setWideSerial(SERIAL_NULL);
    else this.#setSerial(SERIAL_NULL);
  }

  /** An integer within ±(2^53-1). */
  integer(value: number): void {
    if ((value | 0) === value) {
      this.#setSerial(SERIAL_INT32);
      // V8 15 calls DataView's method for this, ten times as long.
      const bytes = this.#bytes;
      const at = this.#at;
      bytes[at] = value >> 24;
      bytes[at + 1] = value >> 16;
      bytes[at + 2] = value >> 8;
      bytes[at + 3] = value;
      this.#at = at + 4;
    } else {
      const high = Math.floor(value / 0x1_0000_0000);
      this.integer64(high, value - high * 0x1_0000_0000);
    }
  }

  /** An integer by the halves of its 64 bits. */
  integer64(high: number, low: number): void {
    this.#setSerial(SERIAL_INT64);
    this.#view.setInt32(this.#at, high);
    this.#view.setUint32(this.#at + 4, low);
    this.#at += 8;
  }

  /** A double; NaN is no value to SQLite. */
  double(value: number): void {
    if (value !== value) return this.null();
    this.#setSerial(SERIAL_DOUBLE);
    this.#view.setFloat64(this.#at, value);
    this.#at += 8;
  }

  /** A text, as UTF-8. */
  text(bytes: Uint8Array, from: number, to: number): void {
    this.#setWideSerial(SERIAL_TEXT + 2 * (to - from));
    this.#append(bytes, from, to);
  }

  /** A blob. */
  blob(bytes: Uint8Array, from: number, to: number): void {
    this.#setWideSerial(SERIAL_BLOB + 2 * (to - from));
    this.#append(bytes, from, to);
  }

  /** The row is complete. Without this call the next `begin` replaces it. */
  end(): void {
    if (this.rows === this.#offsets.length) this.#growOffsets();
    const start = this.length;
    const size = this.#at - start;
    if (size > this.#largest) this.#largest = size;
    putVarint4(this.#bytes, start, size - 2 * VARINT4);
    this.#offsets[this.rows++] = start;
    this.length = this.#at;
  }

  /** Hands over the rows; the batch is empty afterwards. */
  take(): Cells {
    const cells = {
      bytes: this.#bytes.subarray(0, this.length),
      offsets: this.#offsets.subarray(0, this.rows),
      largest: this.#largest,
      columns: this.#isBytes.length,
    };
    this.#expected = { bytes: this.length, rows: this.rows };
    this.#bytes = new Uint8Array(0);
    this.#offsets = new Uint32Array(0);
    this.rows = this.length = this.#largest = 0;
    return cells;
  }

  /** The column whose turn it is. */
  #column(): number {
    let at = this.length + 2 * VARINT4 + HEADER_SIZE;
    let column = 0;
    while (at < this.#serial) at += this.#isBytes[column++] ? VARINT4 : 1;
    return column;
  }

  #setSerial(serial: number): void {
    this.#bytes[this.#serial++] = serial;
  }

  #setWideSerial(serial: number): void {
    putVarint4(this.#bytes, this.#serial, serial);
    this.#serial += VARINT4;
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const size = to - from;
    // The values still to come fit behind it: `begin` kept room for them.
    this.#reserve(this.#at, size + this.#mostNumbers);
    const own = this.#bytes;
    const at = this.#at;
    if (size < 32) {
      for (let i = 0; i < size; i++) own[at + i] = bytes[from + i];
    } else {
      own.set(bytes.subarray(from, to), at);
    }
    this.#at = at + size;
  }

  #reserve(used: number, more: number): void {
    const old = this.#bytes;
    if (old.length >= used + more) return;
    const room = Math.max(used + more, 2 * old.length, this.#expected.bytes);
    const buffer = this.#buffers.take(room);
    const larger = new Uint8Array(buffer);
    larger.set(old.subarray(0, used));
    this.#buffers.give(old.buffer);
    this.#bytes = larger;
    this.#view = new DataView(buffer);
  }

  #growOffsets(): void {
    const old = this.#offsets;
    const rows = Math.max(FIRST_ROWS, 2 * this.rows, this.#expected.rows);
    const larger = new Uint32Array(this.#buffers.take(4 * rows));
    larger.set(old);
    this.#buffers.give(old.buffer);
    this.#offsets = larger;
  }
}

/** The rows of a batch, as they travel to a store. */
export interface Cells {
  /** The cells, one behind the other. Row ids are not set yet. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each cell starts. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  /** Bytes of the largest one. */
  readonly largest: number;
  /** How many columns each row has. */
  readonly columns: number;
}

/** Writes `value` (less than 2^28) as a varint of four bytes. */
export function putVarint4(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = 0x80 | (value >>> 21);
  bytes[at + 1] = 0x80 | ((value >>> 14) & 0x7f);
  bytes[at + 2] = 0x80 | ((value >>> 7) & 0x7f);
  bytes[at + 3] = value & 0x7f;
}

/** Reads a varint of four bytes. */
export function getVarint4(bytes: Uint8Array, at: number): number {
  return (bytes[at] & 0x7f) << 21 | (bytes[at + 1] & 0x7f) << 14 |
    (bytes[at + 2] & 0x7f) << 7 | bytes[at + 3];
}
