/**
 * Writes bytes into growing memory.
 *
 * @module
 */

/** Minimum allocation. */
const BLOCK = 16 * 1024;
const ENCODER = new TextEncoder();

/**
 * Numbers are big-endian. Bytes that were taken are never overwritten: the next
 * ones go after them, and into new memory once that is full.
 */
export class ByteWriter {
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(this.#bytes.buffer);
  #start = 0;
  #end = 0;

  /** Bytes written and not taken yet. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Writes a byte. */
  uint8(value: number): void {
    this.reserve(1);
    this.#bytes[this.#end++] = value;
  }

  /** Writes the lower 16 bits. */
  uint16(value: number): void {
    this.reserve(2);
    this.#view.setUint16(this.#end, value);
    this.#end += 2;
  }

  /** Writes the lower 32 bits of an unsigned or signed number. */
  uint32(value: number): void {
    this.reserve(4);
    this.#view.setUint32(this.#end, value);
    this.#end += 4;
  }

  /** Writes the lower 64 bits of an unsigned or signed number. */
  uint64(value: bigint): void {
    this.reserve(8);
    this.#view.setBigUint64(this.#end, value);
    this.#end += 8;
  }

  /** Writes an IEEE 754 binary64. */
  float64(value: number): void {
    this.reserve(8);
    this.#view.setFloat64(this.#end, value);
    this.#end += 8;
  }

  /** Writes bytes unchanged. */
  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Writes text as UTF-8. */
  text(text: string): void {
    this.reserve(3 * text.length);
    const bytes = this.#bytes;
    let end = this.#end;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) {
        const rest = ENCODER.encodeInto(text.slice(i), bytes.subarray(end));
        end += rest.written;
        break;
      }
      bytes[end++] = code;
    }
    this.#end = end;
  }

  /** Overwrites the byte `at` bytes after the first one not taken. */
  setUint8(at: number, value: number): void {
    this.#bytes[this.#start + at] = value;
  }

  /** Overwrites four bytes, like {@linkcode ByteWriter.setUint8}. */
  setUint32(at: number, value: number): void {
    this.#view.setUint32(this.#start + at, value);
  }

  /** Inserts a gap of `size` bytes at `at`. */
  insert(at: number, size: number): void {
    this.reserve(size);
    const from = this.#start + at;
    this.#bytes.copyWithin(from + size, from, this.#end);
    this.#end += size;
  }

  /** Keeps only the first `length` bytes not taken. */
  truncate(length: number): void {
    this.#end = this.#start + length;
  }

  /** Takes what was written. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(this.#start, this.#end);
    this.#start = this.#end;
    return taken;
  }

  /** Makes room for `size` more bytes. */
  reserve(size: number): void {
    if (this.#end + size <= this.#bytes.length) return;
    const kept = this.#bytes.subarray(this.#start, this.#end);
    const room = Math.max(BLOCK, 2 * (kept.length + size));
    this.#bytes = new Uint8Array(room);
    this.#bytes.set(kept);
    this.#view = new DataView(this.#bytes.buffer);
    this.#start = 0;
    this.#end = kept.length;
  }
}
