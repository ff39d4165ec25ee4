/**
 * Formats vectors as the JSON text that is stored.
 *
 * @module
 */
import { enlarge, free } from "../../codec/bytes/memory.ts";
import type { VectorView } from "../../codec/tuples/tuple_sink.ts";

/** Magnitudes between which C prints a double without an exponent. */
const LEAST_PLAIN = 1e-4;
const LEAST_LARGE = 1e15;

/** Maximum bytes kept for the next vector. */
const KEPT = 64 * 1024;

/** Maximum bytes of an element and the comma before it. */
const MOST_ELEMENT = 32;

/** Integers below this are written digit by digit. */
const MOST_DIGITS = 1e9;

const ZERO = 0x30;
const MINUS = 0x2d;

/**
 * Writes a vector with the original's spacing, `[ 1, 2, 3 ]`; an empty one as
 * the empty string. NaN is `null`, the infinities are `9e999` and `-9e999`,
 * which JSON readers read as infinity; other doubles are the shortest decimals
 * that read back to the same value, in the form of C's `%g`.
 */
export class VectorJson {
  /** The text, in the first `length` bytes. */
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(256);
  /** Bytes of the text. */
  length = 0;

  /** Adds all or some elements of a vector. */
  add(vector: VectorView): void {
    this.#reserve(MOST_ELEMENT * (vector.length + 1));
    for (let i = 0; i < vector.length; i++) {
      this.#text(this.length === 0 ? "[ " : ", ");
      const value = vector.numbers[i];
      if (isShort(vector, value)) this.#integer(value);
      else this.#text(element(vector, i));
    }
    if (vector.isLast && this.length > 0) this.#text(" ]");
  }

  /** Starts a new vector; the memory of a long one is released. */
  clear(): void {
    this.length = 0;
    if (this.bytes.length <= KEPT) return;
    free(this.bytes);
    this.bytes = new Uint8Array(256);
  }

  #reserve(more: number): void {
    const size = this.length + more;
    if (size > this.bytes.length) this.bytes = enlarge(this.bytes, size);
  }

  #text(text: string): void {
    for (let i = 0; i < text.length; i++) {
      this.bytes[this.length++] = text.charCodeAt(i);
    }
  }

  #integer(value: number): void {
    if (value < 0) this.bytes[this.length++] = MINUS;
    let rest = Math.abs(value);
    let digits = 1;
    for (let most = 10; rest >= most; most *= 10) digits++;
    const end = this.length + digits;
    for (let at = end - 1; at >= this.length; at--) {
      this.bytes[at] = ZERO + rest % 10;
      rest = rest / 10 | 0;
    }
    this.length = end;
  }
}

/** Whether an element is an integer of few digits, as most are. */
function isShort({ type }: VectorView, value: number): boolean {
  if (type === "int64" || type === "uint64" || type === "bool") return false;
  return value === (value | 0) && Math.abs(value) < MOST_DIGITS &&
    !Object.is(value, -0);
}

function element(vector: VectorView, i: number): string {
  switch (vector.type) {
    case "int64":
      return String(vector.integers[i]);
    case "uint64":
      return String(BigInt.asUintN(64, vector.integers[i]));
    case "bool":
      return vector.numbers[i] === 0 ? "false" : "true";
    default:
      return numberJson(vector.numbers[i]);
  }
}

function numberJson(value: number): string {
  if (value !== value) return "null";
  if (value === Infinity) return "9e999";
  if (value === -Infinity) return "-9e999";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  return size !== 0 && (size < LEAST_PLAIN || size >= LEAST_LARGE)
    ? exponential(value)
    : String(value);
}

/** Formats with at least two digits of exponent. */
function exponential(value: number): string {
  const text = value.toExponential();
  const last = text.length - 1;
  const isShort = text[last - 1] === "-" || text[last - 1] === "+";
  return isShort ? `${text.slice(0, last)}0${text[last]}` : text;
}
