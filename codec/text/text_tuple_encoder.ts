/**
 * Writes tuples as lines: `ts \t stream \t seq \t field1 \t field2 ...`
 * (OMSP §Text Protocol).
 *
 * @module
 */
import type { ByteWriter } from "../bytes/byte_writer.ts";
import { elementType, isVectorType } from "../values/oml_type.ts";
import type { OmlType, ScalarType } from "../values/oml_type.ts";
import type { OmlValue } from "../values/oml_value.ts";
import type { Tuple } from "../values/tuple.ts";
import { encodeBase64 } from "./base64.ts";
import { encodeEscapes } from "./text_escape.ts";
import { ValueCheck } from "../tuples/value_check.ts";

const TAB = 0x09;
const NEWLINE = 0x0a;

/** Writes lines to a {@linkcode ByteWriter}. */
export class TextTupleEncoder {
  readonly #writer: ByteWriter;
  readonly #version: number;
  readonly #check = new ValueCheck();

  /** Writes by the rules of an OMSP version: strings are escaped from 4 on. */
  constructor(writer: ByteWriter, version: number) {
    this.#writer = writer;
    this.#version = version;
  }

  /** Writes a tuple that has as many values as its schema has fields. */
  push({ schema, sequence, timestamp, values }: Tuple): void {
    const { index, fields } = schema;
    this.#writer.text(`${formatDouble(timestamp)}\t${index}\t${sequence}`);
    for (let i = 0; i < fields.length; i++) {
      this.#check.field = fields[i];
      this.#writer.uint8(TAB);
      this.#writer.text(this.#format(fields[i].type, values[i]));
    }
    this.#writer.uint8(NEWLINE);
  }

  #format(type: OmlType, value: OmlValue): string {
    if (!isVectorType(type)) return this.#scalar(type, value);
    const elements = this.#check.elements(value);
    const element = elementType(type);
    let text = String(elements.length);
    for (const each of elements) text += ` ${this.#scalar(element, each)}`;
    return text;
  }

  #scalar(type: ScalarType, value: OmlValue): string {
    const check = this.#check;
    switch (type) {
      case "int32":
      case "uint32":
        return String(check.number(value, type));
      case "int64":
      case "uint64":
      case "guid":
        return String(check.bigint(value, type));
      case "double":
        return formatDouble(check.double(value));
      case "bool":
        return check.bool(value) ? "T" : "F";
      case "string":
        return this.#string(check.string(value));
      case "blob":
        return encodeBase64(check.blob(value));
    }
  }

  #string(text: string): string {
    if (text.endsWith("\0")) {
      throw this.#check.fault(
        "it ends in NUL, which text loses; drop it or send binary",
      );
    }
    if (this.#version >= 4) return encodeEscapes(text);
    if (!/[\t\n]/.test(text)) return text;
    throw this.#check.fault(
      `it has a tab or newline, which protocol ${this.#version} cannot ` +
        "escape; replace it or use protocol 4 or later",
    );
  }
}

function formatDouble(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : `${value}`;
  if (value !== value) return "nan";
  return value > 0 ? "inf" : "-inf";
}
