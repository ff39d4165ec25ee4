/**
 * Writes tuples as messages (OMSP §Binary Marshalling).
 *
 * ```
 * short  AA AA 01 len16         up to 65,535 bytes
 * long   AA AA 02 len32         more
 * body   count:u8  stream:u8  seq:typed-int32  ts:typed-double  values
 * ```
 *
 * @module
 */
import type { ByteWriter } from "../bytes/byte_writer.ts";
import type { Schema } from "../values/schema.ts";
import type { Tuple } from "../values/tuple.ts";
import { Wire } from "../values/wire_type.ts";
import { BinaryValueEncoder } from "./binary_value_encoder.ts";
import { tupleFault } from "../tuples/value_check.ts";

const SHORT_HEADER = 0xaaaa_0100;
const LONG_HEADER = 0xaaaa_0200;
const SHORT_SIZE = 5;
const MOST_SHORT = 0xffff;
const MOST_U8 = 0xff;

/** Writes messages to a {@linkcode ByteWriter}. */
export class BinaryTupleEncoder {
  readonly #writer: ByteWriter;
  readonly #values: BinaryValueEncoder;

  /** Writes to `writer`. */
  constructor(writer: ByteWriter) {
    this.#writer = writer;
    this.#values = new BinaryValueEncoder(writer);
  }

  /** Writes a tuple that has as many values as its schema has fields. */
  push({ schema, sequence, timestamp, values }: Tuple): void {
    checkSchema(schema);
    const writer = this.#writer;
    const start = writer.length;
    writer.uint32(SHORT_HEADER);
    writer.uint8(0);
    writer.uint8(schema.fields.length);
    writer.uint8(schema.index);
    writer.uint8(Wire.int32);
    writer.uint32(sequence);
    if (!this.#values.double(timestamp)) {
      const what = `timestamp ${timestamp} has no binary form, give seconds`;
      throw tupleFault(schema.name, what);
    }
    for (let i = 0; i < values.length; i++) {
      this.#values.push(schema.fields[i], values[i]);
    }
    this.#finish(start);
  }

  /** Writes the length into the header, which grows if necessary. */
  #finish(start: number): void {
    const writer = this.#writer;
    const length = writer.length - start - SHORT_SIZE;
    if (length <= MOST_SHORT) {
      writer.setUint8(start + 3, length >> 8);
      writer.setUint8(start + 4, length & 0xff);
    } else {
      writer.insert(start + SHORT_SIZE, 2);
      writer.setUint32(start, LONG_HEADER);
      writer.setUint32(start + 3, length);
    }
  }
}

function checkSchema({ index, name, fields }: Schema): void {
  if (index > MOST_U8) {
    throw tupleFault(name, `index ${index} is over 255, lower it or send text`);
  }
  if (fields.length > MOST_U8) {
    const what = `${fields.length} fields are over 255, split it or send text`;
    throw tupleFault(name, what);
  }
}
