/**
 * Stored values as words to hash.
 *
 * @module
 */
import type { ExactElement, ExactValue } from "../stored/stored.ts";
import type { Murmur } from "./murmur.ts";

/** The first word of a value. */
const NULL = 0;
const TRUE = 1;
const FALSE = 2;
const INT = 3;
const DOUBLE = 4;
const NAN = 5;
const POSITIVE = 6;
const NEGATIVE = 7;
const TEXT = 8;
const BYTES = 9;
const VECTOR = 10;
const DIGITS = 11;

/** The integers of 64 bits, signed or unsigned. */
const LEAST = -(2n ** 63n);
const MOST = 2n ** 64n - 1n;

/**
 * Appends values to a hash. Two values have the same words only if they are the
 * same: of the same kind, with the same bits. 0 and -0 differ; every NaN is the
 * same.
 */
export class ValueWords {
  readonly #hash: Murmur;
  readonly #bits = new DataView(new ArrayBuffer(8));

  /** Appends to the message that `hash` has begun. */
  constructor(hash: Murmur) {
    this.#hash = hash;
  }

  /** Appends a value. */
  add(value: ExactValue): void {
    switch (typeof value) {
      case "number":
        return this.#addNumber(value);
      case "bigint":
        return this.#addInteger(value);
      case "string":
        return this.#addText(TEXT, value);
      case "boolean":
        return this.#hash.add(value ? TRUE : FALSE);
      default:
        if (value === null) return this.#hash.add(NULL);
        return value instanceof Uint8Array
          ? this.#addBytes(value)
          : this.#addVector(value);
    }
  }

  #addNumber(value: number): void {
    const hash = this.#hash;
    if (value === (value | 0) && !Object.is(value, -0)) {
      hash.add(INT);
      hash.add(value);
    } else if (Number.isNaN(value)) {
      hash.add(NAN);
    } else {
      this.#bits.setFloat64(0, value);
      this.#addBits(DOUBLE);
    }
  }

  #addInteger(value: bigint): void {
    if (value < LEAST || value > MOST) {
      return this.#addText(DIGITS, String(value));
    }
    this.#bits.setBigInt64(0, value);
    this.#addBits(value < 0n ? NEGATIVE : POSITIVE);
  }

  #addBits(kind: number): void {
    this.#hash.add(kind);
    this.#hash.add(this.#bits.getInt32(0));
    this.#hash.add(this.#bits.getInt32(4));
  }

  #addText(kind: number, text: string): void {
    const hash = this.#hash;
    const { length } = text;
    hash.add(kind);
    hash.add(length);
    const even = length - length % 2;
    for (let i = 0; i < even; i += 2) {
      hash.add(text.charCodeAt(i) << 16 | text.charCodeAt(i + 1));
    }
    if (even < length) hash.add(text.charCodeAt(even));
  }

  #addBytes(bytes: Uint8Array): void {
    const hash = this.#hash;
    const { length } = bytes;
    hash.add(BYTES);
    hash.add(length);
    const whole = length - length % 4;
    const view = new DataView(bytes.buffer, bytes.byteOffset, length);
    for (let i = 0; i < whole; i += 4) hash.add(view.getInt32(i));
    let rest = 0;
    for (let i = whole; i < length; i++) rest = rest << 8 | bytes[i];
    if (whole < length) hash.add(rest);
  }

  #addVector(elements: readonly ExactElement[]): void {
    this.#hash.add(VECTOR);
    this.#hash.add(elements.length);
    for (const element of elements) this.add(element);
  }
}
