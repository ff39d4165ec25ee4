/**
 * The quick way of a run of plain binary messages from the read buffer into a
 * batch: framing, decoding and writing joined, each byte looked at once. The
 * first message that is not plain is left to the plain way
 * (`binary_packets.ts`, `binary_tuples.ts` and `row_sink.ts`), which is also
 * the oracle of this file's tests.
 *
 * @module
 */
import { decodeDouble } from "../../codec/binary/binary_double.ts";
import type { StreamLookup } from "../../codec/tuples/stream.ts";
import type { PlainReader } from "../../codec/tuples/tuple_sink.ts";
import { Wire } from "../../codec/values/wire_type.ts";
import type { CellBatch } from "./cell_batch.ts";
import type { RowSink } from "./row_sink.ts";
import { FieldKind, type FieldKinds } from "./table_batch.ts";

const SYNC = 0xaa;
const SHORT = 1;

/** Bytes of a short message up to its body, and of the body's fixed part. */
const HEADER = 5;
const PREFIX = 13;

/** What a message, or a value, that is not plain is read as. */
const NOT_PLAIN = -1;

/** Half of 2^64: larger values deserve a word, which the plain way has. */
const TOP_BIT = 0x8000_0000;
const TWO_32 = 0x1_0000_0000;

/** Reads runs of plain messages of one session. */
export class PlainPackets implements PlainReader {
  readonly #streams: StreamLookup;
  readonly #rows: RowSink;
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** Tuples of `streams` become rows, as those that `rows` is given. */
  constructor(streams: StreamLookup, rows: RowSink) {
    this.#streams = streams;
    this.#rows = rows;
  }

  read(bytes: Uint8Array, from: number, to: number): number {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      const { buffer, byteOffset, byteLength } = bytes;
      this.#view = new DataView(buffer, byteOffset, byteLength);
    }
    let at = from;
    while (at + HEADER + PREFIX <= to) {
      const next = this.#packet(bytes, at, to);
      if (next === NOT_PLAIN) break;
      at = next;
    }
    return at;
  }

  /** Reads one message; returns where the next one starts. */
  #packet(bytes: Uint8Array, from: number, to: number): number {
    if (bytes[from] !== SYNC || bytes[from + 1] !== SYNC) return NOT_PLAIN;
    if (bytes[from + 2] !== SHORT) return NOT_PLAIN;
    const body = from + HEADER;
    const end = body + (bytes[from + 3] << 8 | bytes[from + 4]);
    if (end > to || end < body + PREFIX) return NOT_PLAIN;
    const stream = this.#streams.get(bytes[body + 1]);
    if (stream === undefined || stream.isMetadata) return NOT_PLAIN;
    if (bytes[body] !== stream.schema.fields.length) return NOT_PLAIN;
    const wire = bytes[body + 2];
    if (wire !== Wire.int32 && wire !== Wire.long) return NOT_PLAIN;
    if (bytes[body + 7] !== Wire.double) return NOT_PLAIN;
    const sequence = this.#view.getInt32(body + 3);
    const { cells, kinds } = this.#rows.begin(
      stream,
      sequence,
      this.#double(body + 7),
    );
    const last = this.#fields(kinds, cells, body + PREFIX, end);
    if (last !== end) return NOT_PLAIN;
    this.#rows.end();
    return end;
  }

  /** Reads the fields; returns where the last one ends. */
  #fields(
    kinds: FieldKinds,
    cells: CellBatch,
    from: number,
    end: number,
  ): number {
    let at = from;
    for (let i = 0; i < kinds.length; i++) {
      const size = this.#field(kinds[i], cells, at, end);
      if (size === 0) return NOT_PLAIN;
      at += size;
    }
    return at;
  }

  /** Reads one field; returns its bytes, or 0 if it is not plain. */
  #field(kind: number, cells: CellBatch, at: number, end: number): number {
    const wire = this.#bytes[at];
    switch (kind) {
      case FieldKind.double:
        if (at + 6 > end) return 0;
        if (wire === Wire.double) cells.double(this.#double(at));
        else if (wire === Wire.nan) cells.null();
        else return 0;
        return 6;
      case FieldKind.string: {
        if (wire !== Wire.string || at + 2 > end) return 0;
        const size = 2 + this.#bytes[at + 1];
        if (at + size > end) return 0;
        cells.text(this.#bytes, at + 2, at + size);
        return size;
      }
      case FieldKind.int32:
        if (wire !== Wire.int32 && wire !== Wire.long || at + 5 > end) return 0;
        cells.integer(this.#view.getInt32(at + 1));
        return 5;
      case FieldKind.uint32:
        if (wire !== Wire.uint32 || at + 5 > end) return 0;
        cells.integer(this.#view.getUint32(at + 1));
        return 5;
      case FieldKind.int64:
        if (wire !== Wire.int64 || at + 9 > end) return 0;
        this.#integer(cells, this.#view.getInt32(at + 1), at);
        return 9;
      case FieldKind.uint64: {
        if (wire !== Wire.uint64 || at + 9 > end) return 0;
        const high = this.#view.getUint32(at + 1);
        if (high >= TOP_BIT) return 0;
        this.#integer(cells, high, at);
        return 9;
      }
      case FieldKind.bool:
        if (wire !== Wire.true && wire !== Wire.false || at >= end) return 0;
        cells.integer(wire === Wire.true ? 1 : 0);
        return 1;
      default:
        return 0;
    }
  }

  #double(at: number): number {
    return decodeDouble(this.#view.getInt32(at + 1), this.#bytes[at + 5]);
  }

  /** Writes the integer of 64 bits at `at`, whose upper half is `high`. */
  #integer(cells: CellBatch, high: number, at: number): void {
    const low = this.#view.getUint32(at + 5);
    const value = high * TWO_32 + low;
    if (Number.isSafeInteger(value)) cells.integer(value);
    else cells.integer64(high >>> 0, low);
  }
}
