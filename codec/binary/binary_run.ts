/**
 * The fast path for binary messages: decodes a run of plain ones in one pass,
 * without checking the structure of each message first. The first message that
 * is not plain is left to the general path (`binary_packets.ts` and
 * `binary_tuples.ts`), which is also the reference in the tests of this file.
 *
 * @module
 */
import { BODY_PREFIX, SEQUENCE_AT, TIME_AT } from "../frames/binary_body.ts";
import { SHORT_HEADER, shortEnd } from "../frames/packet_header.ts";
import type { StreamTable } from "../tuples/stream.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";
import { Wire } from "../values/wire_type.ts";
import type { BinaryValues } from "./binary_values.ts";

/**
 * Decodes runs of plain messages. Like `TextRun` it is fast while a process has
 * few classes of sinks.
 */
export class BinaryRun {
  readonly #streams: StreamTable;
  readonly #sink: TupleSink;
  readonly #values: BinaryValues;

  /** Passes the tuples of `streams` to `sink`, reading values with `values`. */
  constructor(streams: StreamTable, sink: TupleSink, values: BinaryValues) {
    this.#streams = streams;
    this.#sink = sink;
    this.#values = values;
  }

  /**
   * Decodes messages from `from` on. Returns the start of the first one that is
   * not plain, or ends beyond `to`.
   */
  read(bytes: Uint8Array, from: number, to: number): number {
    this.#values.open(bytes);
    let at = from;
    for (;;) {
      const end = shortEnd(bytes, at, to);
      if (end === 0 || !this.#tuple(bytes, at + SHORT_HEADER, end)) return at;
      at = end;
    }
  }

  /** Decodes one body; false, and the tuple cancelled, if it is not plain. */
  #tuple(bytes: Uint8Array, from: number, to: number): boolean {
    if (to < from + BODY_PREFIX) return false;
    const stream = this.#streams.get(bytes[from + 1]);
    if (stream === undefined || !stream.isPlain) return false;
    const { fields } = stream.schema;
    if (bytes[from] !== fields.length) return false;
    const wire = bytes[from + SEQUENCE_AT];
    if (wire !== Wire.int32 && wire !== Wire.long) return false;
    if (bytes[from + TIME_AT] !== Wire.double) return false;
    const values = this.#values;
    this.#sink.begin(
      stream,
      values.int32(from + SEQUENCE_AT),
      values.double(from + TIME_AT),
    );
    let at = from + BODY_PREFIX;
    for (let i = 0; i < fields.length; i++) {
      const size = values.read(fields[i].type, at, to);
      if (size === 0) return this.#giveUp();
      at += size;
    }
    if (at !== to) return this.#giveUp();
    this.#sink.end();
    return true;
  }

  #giveUp(): false {
    this.#sink.cancel();
    return false;
  }
}
