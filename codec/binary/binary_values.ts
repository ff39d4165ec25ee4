/**
 * Decodes the values of binary messages and passes them to a sink.
 *
 * @module
 */
import { type ElementType, elementType } from "../values/oml_type.ts";
import type { OmlType } from "../values/oml_type.ts";
import { ELEMENT_WIRE, Wire } from "../values/wire_type.ts";
import { trimmedEnd } from "../tuples/blanks.ts";
import { decodeDouble } from "./binary_double.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";
import { VectorBuffer } from "../tuples/vector_buffer.ts";

const TWO_32 = 0x1_0000_0000;

/** Decodes values at any offset of a message. */
export class BinaryValues {
  readonly #sink: TupleSink;
  readonly #vector = new VectorBuffer();
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** Passes values to `sink`. */
  constructor(sink: TupleSink) {
    this.#sink = sink;
  }

  /** Sets the bytes that offsets refer to. */
  open(bytes: Uint8Array): void {
    if (bytes === this.#bytes) return;
    this.#bytes = bytes;
    const { buffer, byteOffset, byteLength } = bytes;
    this.#view = new DataView(buffer, byteOffset, byteLength);
  }

  /** The int32 whose type byte is at `at`. */
  int32(at: number): number {
    return this.#view.getInt32(at + 1);
  }

  /** The double whose type byte is at `at`; NaN has its own type byte. */
  double(at: number): number {
    return this.#bytes[at] === Wire.nan ? NaN : this.#number(at);
  }

  #number(at: number): number {
    return decodeDouble(this.#view.getInt32(at + 1), this.#bytes[at + 5]);
  }

  /** The string at `at`, or `undefined` if there is none. */
  string(at: number): string | undefined {
    if (this.#bytes[at] !== Wire.string) return undefined;
    const from = at + 2;
    const to = from + this.#bytes[at + 1];
    return new TextDecoder().decode(this.#bytes.subarray(from, to));
  }

  /**
   * Passes on the string at `at` without the white space at its end. Returns
   * its size, or 0 if it is no string.
   */
  trimmedText(at: number): number {
    if (this.#bytes[at] !== Wire.string) return 0;
    const from = at + 2;
    const to = from + this.#bytes[at + 1];
    this.#sink.text(this.#bytes, from, trimmedEnd(this.#bytes, from, to));
    return to - at;
  }

  /**
   * Passes on the value at `at`. Returns its size, or 0 if it is not of `type`
   * or ends beyond `to`.
   */
  read(type: OmlType, at: number, to: number): number {
    const wire = this.#bytes[at];
    switch (type) {
      case "double":
        if (at + 6 > to) return 0;
        if (wire === Wire.double) this.#sink.double(this.#number(at));
        else if (wire === Wire.nan) this.#sink.double(NaN);
        else return 0;
        return 6;
      case "string": {
        if (wire !== Wire.string || at + 2 > to) return 0;
        const size = 2 + this.#bytes[at + 1];
        if (at + size > to) return 0;
        this.#sink.text(this.#bytes, at + 2, at + size);
        return size;
      }
      case "int32":
        if (wire !== Wire.int32 && wire !== Wire.long || at + 5 > to) return 0;
        this.#sink.integer(this.#view.getInt32(at + 1));
        return 5;
      case "uint32":
        if (wire !== Wire.uint32 || at + 5 > to) return 0;
        this.#sink.integer(this.#view.getUint32(at + 1));
        return 5;
      case "int64":
        if (wire !== Wire.int64 || at + 9 > to) return 0;
        this.#integer64(this.#view.getInt32(at + 1), at);
        return 9;
      case "uint64":
        if (wire !== Wire.uint64 || at + 9 > to) return 0;
        this.#integer64(this.#view.getUint32(at + 1), at);
        return 9;
      case "bool":
        if (wire !== Wire.true && wire !== Wire.false || at >= to) return 0;
        this.#sink.bool(wire === Wire.true);
        return 1;
      case "guid":
        if (wire !== Wire.guid || at + 9 > to) return 0;
        this.#sink.guid(
          this.#view.getUint32(at + 1),
          this.#view.getUint32(at + 5),
        );
        return 9;
      case "blob": {
        if (wire !== Wire.blob || at + 5 > to) return 0;
        const size = 5 + this.#view.getUint32(at + 1);
        if (at + size > to) return 0;
        this.#sink.blob(this.#bytes, at + 5, at + size);
        return size;
      }
      default:
        return wire === Wire.vector ? this.#vectorOf(type, at, to) : 0;
    }
  }

  /** Passes on the 64-bit integer at `at`; `high` is signed if its type is. */
  #integer64(high: number, at: number): void {
    const low = this.#view.getUint32(at + 5);
    const value = high * TWO_32 + low;
    if (Number.isSafeInteger(value)) this.#sink.integer(value);
    else this.#sink.integer64(high >>> 0, low);
  }

  #vectorOf(type: OmlType, at: number, to: number): number {
    const element = elementType(type);
    if (element === undefined || at + 4 > to) return 0;
    if (this.#bytes[at + 1] !== ELEMENT_WIRE[element]) return 0;
    const count = this.#view.getUint16(at + 2);
    const step = element === "bool" ? 1 : element.endsWith("32") ? 4 : 8;
    const size = 4 + count * step;
    if (at + size > to) return 0;
    const vector = this.#vector;
    vector.clear(element);
    for (let i = at + 4; i < at + size; i += step) {
      if (!this.#element(element, i, vector)) return 0;
    }
    this.#sink.vector(vector);
    return size;
  }

  #element(type: ElementType, at: number, vector: VectorBuffer): boolean {
    switch (type) {
      case "int32":
        vector.addNumber(this.#view.getInt32(at));
        return true;
      case "uint32":
        vector.addNumber(this.#view.getUint32(at));
        return true;
      case "double":
        vector.addNumber(this.#view.getFloat64(at));
        return true;
      case "int64":
      case "uint64":
        vector.addInteger(this.#view.getBigInt64(at));
        return true;
      case "bool": {
        const wire = this.#bytes[at];
        vector.addNumber(wire === Wire.true ? 1 : 0);
        return wire === Wire.true || wire === Wire.false;
      }
    }
  }
}
