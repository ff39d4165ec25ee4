/**
 * Rows of one table, collected as cells (`cells.ts`).
 *
 * Sizes are written after the data they measure, so their varints have a width
 * that is fixed beforehand, if necessary longer than the shortest. SQLite reads
 * both alike. The serial types of a column start with one byte, and from then
 * on have as many as its longest text so far required.
 *
 * @module
 */
import { BufferPool } from "../../shared/buffer_pool.ts";
import { type Cells, putVarint, putVarint4, VARINT4 } from "./cells.ts";
import {
  SERIAL_BLOB,
  SERIAL_DOUBLE,
  SERIAL_INT48,
  SERIAL_INT64,
  SERIAL_NULL,
  SERIAL_TEXT,
  SERIAL_ZERO,
  smallSize,
} from "./serial_types.ts";

/** Rows that a new batch has room for: enough for a trickle. */
const FIRST_ROWS = 16;

/** Maximum memory kept after a batch: one huge row does not predict another. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** Bytes of memory that an empty batch keeps: there may be thousands. */
const KEPT_EMPTY = 16 * 1024;

/** How a column's value is written. */
export type ColumnKind = "number" | "bytes";

/** Grows row by row; emptied by {@linkcode CellBatch.take}. */
export class CellBatch {
  /** Rows in the batch. */
  rows = 0;
  /** Bytes of these rows. */
  length = 0;
  readonly #isText: readonly boolean[];
  /** Bytes of each column's serial types. */
  readonly #widths: Uint8Array;
  /** The same, by the position of the serial type in the header. */
  #widthAt = new Uint8Array(0);
  /** Bytes of the varint with the size of the header. */
  readonly #sizeBytes: number;
  #headerSize = 0;
  /** Maximum bytes of a row without its texts and blobs. */
  readonly #mostNumbers: number;
  readonly #buffers: BufferPool;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #offsets: Uint32Array<ArrayBuffer> = new Uint32Array(0);
  /** The size of the last batch: initial capacity of the next one. */
  #expected = { bytes: 0, rows: 0 };
  /** Bytes of the largest row. */
  #largest = 0;
  /** Positions of the next serial type and the next value. */
  #serial = 0;
  #at = 0;

  /**
   * Rows have one value for each of these columns, in order. Large batches take
   * their memory from `buffers` if available.
   */
  constructor(columns: readonly ColumnKind[], buffers = new BufferPool()) {
    this.#buffers = buffers;
    this.#widths = new Uint8Array(columns.length).fill(1);
    this.#isText = columns.map((kind) => kind === "bytes");
    const texts = this.#isText.filter((isText) => isText).length;
    const mostSerials = columns.length + (VARINT4 - 1) * texts;
    this.#sizeBytes = mostSerials < 0x7f ? 1 : 2;
    const mostHeader = this.#sizeBytes + mostSerials;
    this.#mostNumbers = 2 * VARINT4 + mostHeader + 8 * columns.length;
    this.#layOut();
  }

  /** Number of the column whose value is next. */
  get column(): number {
    let column = 0;
    let at = this.length + 2 * VARINT4 + this.#sizeBytes;
    while (at < this.#serial) at += this.#widths[column++];
    return column;
  }

  /** Starts a row. */
  begin(): void {
    this.#reserve(this.length, this.#mostNumbers);
    const record = this.length + 2 * VARINT4;
    putVarint(this.#bytes, record, this.#headerSize, this.#sizeBytes);
    this.#serial = record + this.#sizeBytes;
    this.#at = record + this.#headerSize;
  }

  /** Adds NULL, for either kind of column. */
  null(): void {
    this.#setSerial(SERIAL_NULL);
  }

  /** Adds an integer within ±(2^53-1). */
  integer(value: number): void {
    if ((value | 0) !== value) return this.#largeInteger(value);
    if (value === (value & 1)) {
      this.#bytes[this.#serial++] = SERIAL_ZERO + value;
      return;
    }
    const size = smallSize(value);
    this.#bytes[this.#serial++] = size;
    // Not DataView: V8 15 calls its methods here, which is ten times slower.
    const bytes = this.#bytes;
    let at = this.#at;
    if (size > 3) bytes[at++] = value >> 24;
    if (size > 2) bytes[at++] = value >> 16;
    if (size > 1) bytes[at++] = value >> 8;
    bytes[at++] = value;
    this.#at = at;
  }

  /** Adds an integer, given the halves of its 64 bits. */
  integer64(high: number, low: number): void {
    this.#bytes[this.#serial++] = SERIAL_INT64;
    this.#view.setInt32(this.#at, high);
    this.#view.setUint32(this.#at + 4, low);
    this.#at += 8;
  }

  /** Adds a double; NaN is stored as NULL. */
  double(value: number): void {
    if (value !== value) return this.null();
    this.#bytes[this.#serial++] = SERIAL_DOUBLE;
    this.#view.setFloat64(this.#at, value);
    this.#at += 8;
  }

  /** Adds a text, as UTF-8. */
  text(bytes: Uint8Array, from: number, to: number): void {
    this.#setSerial(SERIAL_TEXT + 2 * (to - from));
    this.#append(bytes, from, to);
  }

  /** Adds a blob. */
  blob(bytes: Uint8Array, from: number, to: number): void {
    this.#setSerial(SERIAL_BLOB + 2 * (to - from));
    this.#append(bytes, from, to);
  }

  /** Completes the row. Without this call the next `begin` replaces it. */
  end(): void {
    const size = this.#at - this.length;
    putVarint4(this.#bytes, this.length, size - 2 * VARINT4);
    this.#keep(size);
  }

  /** Discards the row; the memory of a large one is released. */
  cancel(): void {
    if (this.rows === 0) this.#clear();
  }

  /** Moves the only row of `draft`, which has the same columns, to this batch. */
  add(draft: CellBatch): void {
    const size = draft.length;
    // A huge row is not copied: the batches exchange their memory.
    if (this.rows === 0 && size > KEPT_EMPTY) {
      [this.#bytes, draft.#bytes] = [draft.#bytes, this.#bytes];
      [this.#view, draft.#view] = [draft.#view, this.#view];
    } else {
      this.#reserve(this.length, size);
      this.#bytes.set(draft.#bytes.subarray(0, size), this.length);
    }
    draft.#clear();
    this.#keep(size);
  }

  /** Returns the rows; the batch is empty afterwards. */
  take(): Cells {
    const cells = {
      bytes: this.#bytes.subarray(0, this.length),
      offsets: this.#offsets.subarray(0, this.rows),
      largest: this.#largest,
      columns: this.#widths.length,
    };
    const bytes = Math.min(this.length, KEPT_BYTES);
    this.#expected = { bytes, rows: this.rows };
    this.#bytes = new Uint8Array(0);
    this.#offsets = new Uint32Array(0);
    this.rows = this.length = this.#largest = 0;
    return cells;
  }

  /** Appends the row of `size` bytes after the others. */
  #keep(size: number): void {
    if (this.rows === this.#offsets.length) this.#growOffsets();
    if (size > this.#largest) this.#largest = size;
    this.#offsets[this.rows++] = this.length;
    this.length += size;
  }

  /** Empties the batch. */
  #clear(): void {
    this.rows = this.length = this.#largest = 0;
    if (this.#bytes.length <= KEPT_EMPTY) return;
    this.#buffers.give(this.#bytes.buffer);
    this.#bytes = new Uint8Array(0);
  }

  /** An integer beyond 32 bits. */
  #largeInteger(value: number): void {
    const high = Math.floor(value / 0x1_0000_0000);
    const low = value - high * 0x1_0000_0000;
    if ((high << 16) >> 16 !== high) return this.integer64(high, low);
    this.#bytes[this.#serial++] = SERIAL_INT48;
    this.#view.setInt16(this.#at, high);
    this.#view.setUint32(this.#at + 2, low);
    this.#at += 6;
  }

  /** Sets a serial type that may have more than one byte. */
  #setSerial(serial: number): void {
    const width = this.#widthAt[this.#serial - this.length - 2 * VARINT4];
    if (width === 1 && serial < 0x80) this.#bytes[this.#serial++] = serial;
    else this.#setWideSerial(serial, width);
  }

  #setWideSerial(serial: number, width: number): void {
    const wanted = serial < 0x80 ? 1 : serial < 0x4000 ? 2 : VARINT4;
    if (wanted > width) this.#widen(wanted);
    const size = Math.max(wanted, width);
    putVarint(this.#bytes, this.#serial, serial, size);
    this.#serial += size;
  }

  /** Widens the serial types of the current column. */
  #widen(width: number): void {
    const record = this.length + 2 * VARINT4;
    const { column } = this;
    const values = record + this.#headerSize;
    // A large row is moved once: its later texts may be long as well.
    const isLarge = this.#at - values > KEPT_EMPTY;
    const end = isLarge ? this.#widths.length : column + 1;
    for (let i = column; i < end; i++) {
      if (this.#isText[i] && this.#widths[i] < width) this.#widths[i] = width;
    }
    this.#layOut();
    const moved = record + this.#headerSize - values;
    this.#bytes.copyWithin(values + moved, values, this.#at);
    this.#at += moved;
    putVarint(this.#bytes, record, this.#headerSize, this.#sizeBytes);
  }

  /** Computes the position of each column in the header from the widths. */
  #layOut(): void {
    const widths = this.#widths;
    let at = this.#sizeBytes;
    for (const width of widths) at += width;
    this.#headerSize = at;
    this.#widthAt = new Uint8Array(at);
    for (let i = widths.length - 1; i >= 0; i--) {
      this.#widthAt[at -= widths[i]] = widths[i];
    }
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const size = to - from;
    // The remaining values fit behind it: `begin` reserved room for them.
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
