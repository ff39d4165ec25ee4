/**
 * Encodes the tuples of a connection; the counterpart of the decoder.
 *
 * @module
 */
import { ByteWriter } from "../bytes/byte_writer.ts";
import type { Tuple } from "../values/tuple.ts";
import { BinaryTupleEncoder } from "../binary/binary_tuple_encoder.ts";
import type { ContentMode } from "../headers/session_header.ts";
import { TextTupleEncoder } from "../text/text_tuple_encoder.ts";
import { tupleFault } from "../tuples/value_check.ts";

/** Options of a {@linkcode TupleEncoder}; a `SessionHeader` is valid too. */
export interface EncoderOptions {
  /**
   * OMSP version, 1 to 5. It only affects strings in text: from 4 on tab,
   * newline, return and backslash are escaped.
   *
   * @default {5}
   */
  readonly protocol?: number;
  /**
   * Encoding of tuples.
   *
   * @default {"text"}
   */
  readonly content?: ContentMode;
}

/**
 * Writes tuples as text lines (OMSP §Text Protocol) or binary messages (OMSP
 * §Binary Marshalling), to be sent after the headers.
 *
 * ```ts
 * import { parseSchema, TupleEncoder } from "@oml2/omsp";
 *
 * const schema = parseSchema("1 app_lin counter:uint64 angle:double");
 * const encoder = new TupleEncoder({ protocol: 5, content: "text" });
 * encoder.push({ schema, sequence: 1, timestamp: 0.25, values: [7n, 3.5] });
 * const bytes = encoder.take(); // "0.25\t1\t1\t7\t3.5\n"
 * ```
 */
export class TupleEncoder {
  readonly #writer = new ByteWriter();
  readonly #tuples: TextTupleEncoder | BinaryTupleEncoder;

  /** Writes as `options` say, which must match the headers. */
  constructor({ protocol = 5, content = "text" }: EncoderOptions = {}) {
    this.#tuples = content === "binary"
      ? new BinaryTupleEncoder(this.#writer)
      : new TextTupleEncoder(this.#writer, protocol);
  }

  /** Bytes not taken yet. */
  get length(): number {
    return this.#writer.length;
  }

  /**
   * Adds a tuple.
   *
   * @throws {EncodeError} if a value is of the wrong kind, out of range or too
   * long, or the tuple does not match its schema. Nothing is added then.
   */
  push(tuple: Tuple): void {
    const before = this.#writer.length;
    try {
      checkTuple(tuple);
      this.#tuples.push(tuple);
    } catch (error) {
      this.#writer.truncate(before);
      throw error;
    }
  }

  /** Takes everything encoded; later tuples do not change it. */
  take(): Uint8Array {
    return this.#writer.take();
  }
}

function checkTuple({ schema, sequence, timestamp, values }: Tuple): void {
  const { name, fields } = schema;
  if (values.length !== fields.length) {
    const what = `it has ${values.length} values, expected ${fields.length}`;
    throw tupleFault(name, what);
  }
  if (sequence !== (sequence | 0)) {
    const what = `sequence ${sequence} is not an int32; count from 0 or 1`;
    throw tupleFault(name, what);
  }
  if (!Number.isFinite(timestamp)) {
    throw tupleFault(
      name,
      `timestamp ${timestamp} is not a time; give seconds`,
    );
  }
}
