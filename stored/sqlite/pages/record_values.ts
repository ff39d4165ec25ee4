/**
 * The values of records, as SQLite stores them in pages.
 *
 * @module
 */
import type { StoredValue } from "../../../archive/cell_values.ts";
import type { BlockBytes } from "./block_bytes.ts";

/** Bytes of the values of a type below {@linkcode FIRST_SIZED}. */
const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const;

/** The type of a double. */
export const DOUBLE = 7;

/** Types from here on have a length. Odd ones are texts, the others blobs. */
export const FIRST_SIZED = 12;

/** The number of bytes of a value; NaN for a type that files don't have. */
export function sizeOf(type: number): number {
  return type < FIRST_SIZED ? SIZES[type] ?? NaN : (type - FIRST_SIZED) >>> 1;
}

/** Reads values from leaves. */
export class RecordValues {
  readonly #block: BlockBytes;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  /** Reads from these leaves. */
  constructor(block: BlockBytes) {
    this.#block = block;
    this.#bytes = block.bytes;
    this.#view = block.view;
  }

  /** The value of a type at an offset. */
  at(at: number, type: number): StoredValue {
    if (type >= FIRST_SIZED) {
      const end = at + sizeOf(type);
      return type % 2 === 0 ? this.#blob(at, end) : this.#text(at, end);
    }
    if (type === 0) return null;
    const value = this.number(at, type);
    if (Number.isSafeInteger(value) || type === DOUBLE) {
      // SQLite has no NaN.
      return Number.isNaN(value) ? null : value;
    }
    return this.#view.getBigInt64(at);
  }

  /** A number of a type at an offset; it may be rounded if it is not safe. */
  number(at: number, type: number): number {
    const bytes = this.#bytes;
    switch (type) {
      case 1:
        return bytes[at] << 24 >> 24;
      case 2:
        return (bytes[at] << 24 | bytes[at + 1] << 16) >> 16;
      case 3:
        return (bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8) >>
          8;
      case 4:
        return this.#int32(at);
      case 5:
        return ((bytes[at] << 24 | bytes[at + 1] << 16) >> 16) * 2 ** 32 +
          (this.#int32(at + 2) >>> 0);
      case 6:
        return this.#int32(at) * 2 ** 32 + (this.#int32(at + 4) >>> 0);
      case DOUBLE:
        return this.#view.getFloat64(at);
      case 8:
        return 0;
      default:
        return 1;
    }
  }

  #int32(at: number): number {
    const bytes = this.#bytes;
    return bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 |
      bytes[at + 3];
  }

  #blob(at: number, end: number): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(at, end));
  }

  #text(at: number, end: number): string {
    const bytes = this.#bytes;
    for (let i = at; i < end; i++) {
      if (bytes[i] > 0x7f) return this.#decoder.decode(bytes.subarray(at, end));
    }
    return this.#block.latin1.substring(at, end);
  }
}
