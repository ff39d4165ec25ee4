/**
 * Memory in which the text of a block of rows is put together.
 *
 * @module
 */
import { putShortNumber } from "./short_numbers.ts";

/** Bytes at first. */
const FIRST = 64 * 1024;

const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** The most bytes of a number as JSON. */
const LONGEST_NUMBER = 32;

const ENCODER = new TextEncoder();

/** Grows as needed, and is used again for each block. */
export class TextBuffer {
  #bytes: Uint8Array;
  #length = 0;

  /** Begins with `first` bytes of memory. */
  constructor(first: number = FIRST) {
    this.#bytes = new Uint8Array(first);
  }

  /** Bytes written and not taken. */
  get length(): number {
    return this.#length;
  }

  /** Writes a byte. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** Writes bytes. */
  copy(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    const target = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < bytes.length; i++) target[at++] = bytes[i];
    this.#length = at;
  }

  /** Writes the bytes from `from` up to a comma; returns where that is. */
  copyToComma(bytes: Uint8Array, from: number): number {
    this.#reserve(LONGEST_NUMBER);
    const target = this.#bytes;
    let at = this.#length;
    let i = from;
    // Short pieces: a view of each would be most of the garbage.
    for (; bytes[i] !== COMMA; i++) target[at++] = bytes[i];
    this.#length = at;
    return i;
  }

  /** Writes text that has only characters of ASCII. */
  ascii(text: string): void {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.#length = at;
  }

  /**
   * Writes the text if all of its characters are in ASCII and marked in
   * `allowed`; returns whether they are.
   */
  plain(text: string, allowed: Uint8Array): boolean {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f || allowed[code] === 0) return false;
      bytes[at++] = code;
    }
    this.#length = at;
    return true;
  }

  /**
   * Writes the bytes from `from` up to `to` if all of them are in ASCII and
   * marked in `allowed`; returns whether they are.
   */
  plainBytes(
    bytes: Uint8Array,
    from: number,
    to: number,
    allowed: Uint8Array,
  ): boolean {
    this.#reserve(to - from);
    const target = this.#bytes;
    let at = this.#length;
    for (let i = from; i < to; i++) {
      const byte = bytes[i];
      if (byte > 0x7f || allowed[byte] === 0) return false;
      target[at++] = byte;
    }
    this.#length = at;
    return true;
  }

  /**
   * Writes the bytes from `from` up to `to`; one for which `escapes` has a
   * letter becomes a backslash and that letter.
   */
  escaped(
    bytes: Uint8Array,
    from: number,
    to: number,
    escapes: Uint8Array,
  ): void {
    this.#reserve(2 * (to - from));
    const target = this.#bytes;
    let at = this.#length;
    for (let i = from; i < to; i++) {
      const letter = escapes[bytes[i]];
      if (letter === 0) {
        target[at++] = bytes[i];
      } else {
        target[at++] = BACKSLASH;
        target[at++] = letter;
      }
    }
    this.#length = at;
  }

  /** Writes text as UTF-8; half a surrogate pair becomes U+FFFD. */
  text(text: string): void {
    this.#reserve(3 * text.length);
    const { written } = ENCODER.encodeInto(
      text,
      this.#bytes.subarray(this.#length),
    );
    this.#length += written;
  }

  /** Writes the shortest text that means this number. */
  number(value: number): void {
    this.#reserve(LONGEST_NUMBER);
    const end = putShortNumber(this.#bytes, this.#length, value);
    if (end === undefined) this.ascii(Object.is(value, -0) ? "-0" : `${value}`);
    else this.#length = end;
  }

  /** Takes back what was written after the first `length` bytes. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** What was written, valid until more is; then it begins anew. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const bytes = new Uint8Array(2 * (this.#length + size));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}
