/**
 * The form of rows on their way to a store: cells of an SQLite leaf page.
 *
 * A cell holds its row in SQLite's record format, so a batch becomes database
 * pages by copying whole runs of cells (`sqlite/page_image.ts`):
 *
 * ```
 * cell    payload size:varint4  rowid:varint4  record
 * record  header size:varint  one serial type:varint a column  the values
 * ```
 *
 * @module
 */
import type { BufferPool } from "../../shared/buffer_pool.ts";

/** Bytes of the payload size, and of the row id after it. */
export const VARINT4 = 4;

/** The rows of a batch, as passed to a store. */
export interface Cells<Memory extends ArrayBufferLike = ArrayBuffer> {
  /** The cells, one after the other. Row ids are not set yet. */
  readonly bytes: Uint8Array<Memory>;
  /** Offset of each cell. */
  readonly offsets: Uint32Array<Memory>;
  /** Bytes of the largest cell. */
  readonly largest: number;
  /** Number of columns of each row. */
  readonly columns: number;
}

/** Gives the memory of rows that are no longer used back to `buffers`. */
export function recycleCells(
  { bytes, offsets }: Cells,
  buffers: BufferPool,
): void {
  buffers.give(bytes.buffer);
  buffers.give(offsets.buffer);
}

/** Writes `value` (less than 2^28) as a varint of four bytes. */
export function putVarint4(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = 0x80 | (value >>> 21);
  bytes[at + 1] = 0x80 | ((value >>> 14) & 0x7f);
  bytes[at + 2] = 0x80 | ((value >>> 7) & 0x7f);
  bytes[at + 3] = value & 0x7f;
}

/** Writes `value` as a varint of `width` bytes, which must be sufficient. */
export function putVarint(
  bytes: Uint8Array,
  at: number,
  value: number,
  width: number,
): void {
  const last = at + width - 1;
  bytes[last] = value & 0x7f;
  let rest = value >>> 7;
  for (let i = last - 1; i >= at; i--) {
    bytes[i] = 0x80 | (rest & 0x7f);
    rest >>>= 7;
  }
}
