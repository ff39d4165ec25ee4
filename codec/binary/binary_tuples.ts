/**
 * The stage from frames to tuples of a binary connection (OMSP §Binary
 * Marshalling): `count:u8 stream:u8 seq:typed-int32 ts:typed-double values`.
 *
 * @module
 */
import type { PacketSink } from "../frames/binary_packets.ts";
import { BODY_PREFIX, SEQUENCE_AT, TIME_AT } from "../frames/binary_body.ts";
import { BinaryRun } from "./binary_run.ts";
import { BinaryValues } from "./binary_values.ts";
import { metadataAction, ROOT_SUBJECT } from "../tuples/metadata.ts";
import { badField, Reason } from "../tuples/reasons.ts";
import type { Stream, StreamTable } from "../tuples/stream.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";
import type { Field } from "../values/schema.ts";

/** A long message, which is read slice by slice. */
interface Unfinished {
  readonly stream: Stream;
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** The next field, and its offset. */
  readonly field: number;
  readonly at: number;
}

/** Decodes the messages of one connection. */
export class BinaryTuples implements PacketSink {
  readonly #streams: StreamTable;
  readonly #sink: TupleSink;
  readonly #values: BinaryValues;
  readonly #run: BinaryRun;
  /** Approximate number of bytes of a message to read at once. */
  readonly #slice: number;
  #unfinished: Unfinished | undefined;

  /**
   * Passes the tuples of `streams` to `sink`. A message is read at once up to
   * the end of the value that contains byte number `slice`.
   */
  constructor(streams: StreamTable, sink: TupleSink, slice = Infinity) {
    this.#slice = slice;
    this.#streams = streams;
    this.#sink = sink;
    this.#values = new BinaryValues(sink);
    this.#run = new BinaryRun(streams, sink, this.#values);
  }

  /** Decodes plain messages; returns the start of the first other one. */
  packets(bytes: Uint8Array, from: number, to: number): number {
    return this.#run.read(bytes, from, to);
  }

  /** Decodes one message. */
  packet(bytes: Uint8Array, from: number, to: number, start = from): void {
    const stream = this.#streams.get(bytes[from + 1]);
    const { redefined } = this.#streams;
    const reason = stream === undefined
      ? Reason.undefinedStream
      : this.#tuple(stream, bytes, from, to);
    if (reason !== undefined) {
      this.#sink.reject(reason, stream, bytes.subarray(from, to));
    }
    if (this.#streams.redefined > redefined) {
      this.#sink.redefined?.(bytes.subarray(start, to));
    }
  }

  /** Whether {@linkcode goOn} must be called before further messages. */
  get isUnfinished(): boolean {
    return this.#unfinished !== undefined;
  }

  /** Reads the next slice of a message. */
  goOn(): void {
    const unfinished = this.#unfinished;
    if (unfinished === undefined) return;
    this.#unfinished = undefined;
    const { stream, bytes, from, to, field, at } = unfinished;
    const reason = this.#fields(stream, bytes, from, to, field, at);
    if (reason !== undefined) {
      this.#sink.reject(reason, stream, bytes.subarray(from, to));
    }
  }

  /** Discards an incompletely read message. */
  drop(): void {
    if (this.#unfinished !== undefined) this.#sink.cancel();
    this.#unfinished = undefined;
  }

  /**
   * Rejects bytes outside of messages; line ends after the headers are allowed.
   */
  garbage(bytes: Uint8Array, from: number, to: number): void {
    const raw = bytes.subarray(from, to);
    if (raw.every((byte) => byte === 0x0a || byte === 0x0d)) return;
    this.#sink.reject(Reason.garbage, undefined, raw);
  }

  #tuple(
    stream: Stream,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): string | undefined {
    const { fields } = stream.schema;
    const values = this.#values;
    if (bytes[from] < fields.length) return Reason.tooFew;
    if (bytes[from] > fields.length) return Reason.tooMany;
    values.open(bytes);
    const timestamp = values.double(from + TIME_AT);
    if (timestamp !== timestamp) return Reason.noTimestamp;
    this.#sink.begin(stream, values.int32(from + SEQUENCE_AT), timestamp);
    const at = from + BODY_PREFIX;
    return stream.isMetadata
      ? this.#metadata(fields, at, to)
      : this.#fields(stream, bytes, from, to, 0, at);
  }

  /** Reads the fields from number `first` on, which starts at `at`. */
  #fields(
    stream: Stream,
    bytes: Uint8Array,
    from: number,
    to: number,
    first: number,
    at: number,
  ): string | undefined {
    const { fields } = stream.schema;
    const values = this.#values;
    const most = at + this.#slice;
    for (let field = first; field < fields.length; field++) {
      if (at >= most && stream.isSliced) {
        this.#unfinished = { stream, bytes, from, to, field, at };
        return undefined;
      }
      const { name, type } = fields[field];
      const size = values.read(type, at, to);
      if (size === 0) {
        this.#sink.cancel();
        return badField(name, type);
      }
      at += size;
    }
    this.#sink.end();
    return undefined;
  }

  /**
   * Reads subject, key and value from `first` on, and executes or stores them.
   */
  #metadata(
    fields: readonly Field[],
    first: number,
    to: number,
  ): string | undefined {
    const values = this.#values;
    // Metadata of the experiment is trimmed.
    const isTrimmed = values.string(first) === ROOT_SUBJECT;
    const texts: string[] = [];
    let at = first;
    for (const [i, { name, type }] of fields.entries()) {
      texts.push(values.string(at) ?? "");
      const size = i === 2 && isTrimmed
        ? values.trimmedText(at)
        : values.read(type, at, to);
      if (size === 0) {
        this.#sink.cancel();
        return badField(name, type);
      }
      at += size;
    }
    const [subject, key, value] = texts;
    const action = metadataAction(subject, key);
    if (action === "store") {
      this.#sink.end();
      return undefined;
    }
    this.#sink.cancel();
    if (action === "refuse") return Reason.headerKey;
    return this.#streams.defineByText(value);
  }
}
