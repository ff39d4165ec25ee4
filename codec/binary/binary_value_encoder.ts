/**
 * Writes the values of binary messages: a type byte each, then its bytes.
 *
 * @module
 */
import type { ByteWriter } from "../bytes/byte_writer.ts";
import { elementType, isVectorType } from "../values/oml_type.ts";
import type { ElementType, ScalarType } from "../values/oml_type.ts";
import type { OmlValue } from "../values/oml_value.ts";
import type { Field } from "../values/schema.ts";
import { ELEMENT_WIRE, Wire } from "../values/wire_type.ts";
import { DoubleSplitter } from "./binary_double.ts";
import { ValueCheck } from "../tuples/value_check.ts";

/** Not 255: the original's client reads and writes at most this. */
const MOST_STRING = 254;
const MOST_ELEMENTS = 0xffff;

/** Writes values to a {@linkcode ByteWriter}. */
export class BinaryValueEncoder {
  readonly #writer: ByteWriter;
  readonly #check = new ValueCheck();
  readonly #splitter = new DoubleSplitter();

  /** Writes to `writer`. */
  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  /** Writes the value of a field. */
  push(field: Field, value: OmlValue): void {
    this.#check.field = field;
    if (isVectorType(field.type)) this.#vector(elementType(field.type), value);
    else this.#scalar(field.type, value);
  }

  /** Writes a double; returns false if it became a NaN. */
  double(value: number): boolean {
    const splitter = this.#splitter;
    const exact = splitter.split(value);
    this.#writer.uint8(exact ? Wire.double : Wire.nan);
    this.#writer.uint32(splitter.mantissa);
    this.#writer.uint8(splitter.exponent);
    return exact;
  }

  #scalar(type: ScalarType, value: OmlValue): void {
    const check = this.#check;
    const writer = this.#writer;
    switch (type) {
      case "int32":
      case "uint32":
        writer.uint8(Wire[type]);
        writer.uint32(check.number(value, type));
        break;
      case "int64":
      case "uint64":
      case "guid":
        writer.uint8(Wire[type]);
        writer.uint64(check.bigint(value, type));
        break;
      case "double":
        this.double(check.double(value));
        break;
      case "bool":
        writer.uint8(check.bool(value) ? Wire.true : Wire.false);
        break;
      case "string":
        this.#string(check.string(value));
        break;
      case "blob":
        this.#blob(check.blob(value));
    }
  }

  #string(text: string): void {
    const writer = this.#writer;
    const start = writer.length;
    writer.uint8(Wire.string);
    writer.uint8(0);
    writer.text(text);
    const length = writer.length - start - 2;
    if (length > MOST_STRING) {
      throw this.#check.fault(
        `it has ${length} bytes, over ${MOST_STRING}; shorten it, send text ` +
          "or declare a blob",
      );
    }
    writer.setUint8(start + 1, length);
  }

  #blob(bytes: Uint8Array): void {
    this.#writer.uint8(Wire.blob);
    this.#writer.uint32(bytes.length);
    this.#writer.raw(bytes);
  }

  #vector(type: ElementType, value: OmlValue): void {
    const elements = this.#check.elements(value);
    if (elements.length > MOST_ELEMENTS) {
      throw this.#check.fault(
        `it has ${elements.length} elements, over ${MOST_ELEMENTS}; split it ` +
          "or send text",
      );
    }
    this.#writer.uint8(Wire.vector);
    this.#writer.uint8(ELEMENT_WIRE[type]);
    this.#writer.uint16(elements.length);
    for (const element of elements) this.#element(type, element);
  }

  #element(type: ElementType, value: OmlValue): void {
    switch (type) {
      case "int32":
      case "uint32":
        this.#writer.uint32(this.#check.number(value, type));
        break;
      case "int64":
      case "uint64":
        this.#writer.uint64(this.#check.bigint(value, type));
        break;
      case "double":
        this.#writer.float64(this.#check.double(value));
        break;
      case "bool":
        this.#writer.uint8(this.#check.bool(value) ? Wire.true : Wire.false);
    }
  }
}
