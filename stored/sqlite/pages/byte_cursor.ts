/**
 * Reads numbers as SQLite's files have them.
 *
 * @module
 */

/** The bytes of the longest number of variable length, which has 64 bits. */
const LONGEST = 9;

/** A position in bytes. */
export class ByteCursor {
  /** The bytes. */
  readonly bytes: Uint8Array;
  /** The offset of the next one. */
  at = 0;

  /** Begins at the first of these bytes. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Reads a number of variable length; NaN if it has more than 53 bits. */
  varint(): number {
    const first = this.bytes[this.at++];
    return first < 0x80 ? first : this.#longVarint(first & 0x7f);
  }

  /** Reads an unsigned number of two bytes at an offset. */
  uint16(at: number): number {
    return this.bytes[at] << 8 | this.bytes[at + 1];
  }

  /** Reads an unsigned number of four bytes at an offset. */
  uint32(at: number): number {
    return this.uint16(at) * 2 ** 16 + this.uint16(at + 2);
  }

  #longVarint(first: number): number {
    let value = first;
    for (let i = 1; i < LONGEST - 1; i++) {
      const byte = this.bytes[this.at++];
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return Number.isSafeInteger(value) ? value : NaN;
    }
    this.at++;
    return NaN;
  }
}
