/**
 * Reads one value of a binary message and hands it to a sink. The message is
 * known to be well-formed (`frames/binary_body.ts`).
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

/** A cursor over the values of one message after the other. */
export class BinaryValues {
  /** Where the next value stands. */
  at = 0;
  readonly #sink: TupleSink;
  readonly #vector = new VectorBuffer();
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** Gives values to `sink`. */
  constructor(sink: TupleSink) {
    this.#sink = sink;
  }

  /** Goes to a place of a message. */
  seek(bytes: Uint8Array, at: number): void {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(
        bytes.buffer,
        bytes.byteOffset,
        bytes.byteLength,
      );
    }
    this.at = at;
  }

  /** The int32 of a sequence number, its type byte passed over. */
  sequence(): number {
    this.at += 5;
    return this.#view.getInt32(this.at - 4);
  }

  /** The double at the cursor, its type byte told from NaN's. */
  double(): number {
    const at = this.at;
    this.at += 6;
    if (this.#bytes[at] === Wire.nan) return NaN;
    return decodeDouble(this.#view.getInt32(at + 1), this.#bytes[at + 5]);
  }

  /** The string at the cursor, or `undefined` if it is none. */
  string(): string | undefined {
    if (this.#bytes[this.at] !== Wire.string) return undefined;
    const from = this.at + 2;
    this.at = from + this.#bytes[from - 1];
    return new TextDecoder().decode(this.#bytes.subarray(from, this.at));
  }

  /** Gives the string at the cursor without the white space at its end. */
  trimmedText(): boolean {
    if (this.#bytes[this.at] !== Wire.string) return false;
    const from = this.at + 2;
    this.at = from + this.#bytes[from - 1];
    this.#sink.text(this.#bytes, from, trimmedEnd(this.#bytes, from, this.at));
    return true;
  }

  /** Gives the value at the cursor, if it is one of `type`, else false. */
  read(type: OmlType): boolean {
    const wire = this.#bytes[this.at];
    switch (type) {
      case "int32":
        return (wire === Wire.int32 || wire === Wire.long) && this.#int32();
      case "uint32":
        return wire === Wire.uint32 && this.#uint32();
      case "int64":
        return wire === Wire.int64 && this.#integer64(this.#high() | 0);
      case "uint64":
        return wire === Wire.uint64 && this.#integer64(this.#high());
      case "guid":
        return wire === Wire.guid && this.#guid();
      case "double":
        return (wire === Wire.double || wire === Wire.nan) && this.#double();
      case "bool":
        return (wire === Wire.true || wire === Wire.false) && this.#bool(wire);
      case "string":
        return wire === Wire.string && this.#text();
      case "blob":
        return wire === Wire.blob && this.#blob();
      default:
        return wire === Wire.vector && this.#vectorOf(type);
    }
  }

  #int32(): boolean {
    this.#sink.integer(this.#view.getInt32(this.at + 1));
    this.at += 5;
    return true;
  }

  #uint32(): boolean {
    this.#sink.integer(this.#view.getUint32(this.at + 1));
    this.at += 5;
    return true;
  }

  #high(): number {
    return this.#view.getUint32(this.at + 1);
  }

  /** Gives an integer of 64 bits; `high` has the sign that its type has. */
  #integer64(high: number): boolean {
    const low = this.#view.getUint32(this.at + 5);
    const value = high * 0x1_0000_0000 + low;
    this.at += 9;
    if (Number.isSafeInteger(value)) this.#sink.integer(value);
    else this.#sink.integer64(high >>> 0, low);
    return true;
  }

  #guid(): boolean {
    this.#sink.guid(
      this.#view.getUint32(this.at + 1),
      this.#view.getUint32(this.at + 5),
    );
    this.at += 9;
    return true;
  }

  #double(): boolean {
    this.#sink.double(this.double());
    return true;
  }

  #bool(wire: number): boolean {
    this.#sink.bool(wire === Wire.true);
    this.at++;
    return true;
  }

  #text(): boolean {
    const from = this.at + 2;
    this.at = from + this.#bytes[from - 1];
    this.#sink.text(this.#bytes, from, this.at);
    return true;
  }

  #blob(): boolean {
    const from = this.at + 5;
    this.at = from + this.#view.getUint32(from - 4);
    this.#sink.blob(this.#bytes, from, this.at);
    return true;
  }

  #vectorOf(type: OmlType): boolean {
    const element = elementType(type);
    const at = this.at;
    if (element === undefined) return false;
    if (this.#bytes[at + 1] !== ELEMENT_WIRE[element]) return false;
    const vector = this.#vector;
    vector.clear(element);
    this.at = at + 4;
    for (let left = this.#view.getUint16(at + 2); left > 0; left--) {
      if (!this.#element(element, vector)) return false;
    }
    this.#sink.vector(vector);
    return true;
  }

  #element(type: ElementType, vector: VectorBuffer): boolean {
    const at = this.at;
    switch (type) {
      case "int32":
        vector.addNumber(this.#view.getInt32(at));
        break;
      case "uint32":
        vector.addNumber(this.#view.getUint32(at));
        break;
      case "double":
        vector.addNumber(this.#view.getFloat64(at));
        break;
      case "int64":
      case "uint64":
        vector.addInteger(this.#view.getBigInt64(at));
        break;
      case "bool": {
        const wire = this.#bytes[at];
        if (wire !== Wire.true && wire !== Wire.false) return false;
        vector.addNumber(wire === Wire.true ? 1 : 0);
      }
    }
    this.at = at + (type === "bool" ? 1 : type.endsWith("32") ? 4 : 8);
    return true;
  }
}
