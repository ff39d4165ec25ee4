/**
 * Collects the elements of one vector at a time in reused memory.
 *
 * @module
 */
import type { ElementType } from "../values/oml_type.ts";
import type { VectorView } from "./tuple_sink.ts";

/** Memory for more elements than this is released with the next vector. */
const KEPT = 64 * 1024;

/** A vector in text with more elements than this is passed on in parts. */
const PART = 4096;

/** A reusable {@linkcode VectorView}. */
export class VectorBuffer implements VectorView {
  type: ElementType = "int32";
  length = 0;
  isLast = true;
  numbers: Float64Array<ArrayBuffer> = new Float64Array(16);
  integers: BigInt64Array<ArrayBuffer> = new BigInt64Array(16);

  /** Starts an empty vector. */
  clear(type: ElementType): void {
    this.type = type;
    this.length = 0;
    this.isLast = true;
    if (this.numbers.length > KEPT) this.numbers = new Float64Array(16);
    if (this.integers.length > KEPT) this.integers = new BigInt64Array(16);
  }

  /** Whether the elements fill one part. */
  get isPart(): boolean {
    return this.length === PART;
  }

  /** Adds an int32, uint32, double, or a bool as 0 or 1. */
  addNumber(value: number): void {
    if (this.length === this.numbers.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length++] = value;
  }

  /** Adds an int64 or uint64 by its 64 bits. */
  addInteger(value: bigint): void {
    if (this.length === this.integers.length) {
      const larger = new BigInt64Array(2 * this.length);
      larger.set(this.integers);
      this.integers = larger;
    }
    this.integers[this.length++] = value;
  }
}
