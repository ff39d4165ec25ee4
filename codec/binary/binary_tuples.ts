/**
 * The stage from frames to tuples of a binary connection (OMSP §Binary
 * Marshalling): `count:u8 stream:u8 seq:typed-int32 ts:typed-double values`.
 *
 * @module
 */
import type { PacketSink } from "../frames/binary_packets.ts";
import { BinaryValues } from "./binary_values.ts";
import { metadataAction, ROOT_SUBJECT } from "../tuples/metadata.ts";
import { badField, Reason } from "../tuples/reasons.ts";
import type { Stream, StreamTable } from "../tuples/stream.ts";
import type { PlainReader, TupleSink } from "../tuples/tuple_sink.ts";

/** A long message, which is read slice by slice. */
interface Unfinished {
  readonly stream: Stream;
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** The field that is next. */
  readonly field: number;
}

/** Decodes the messages of one connection. */
export class BinaryTuples implements PacketSink {
  readonly #streams: StreamTable;
  readonly #sink: TupleSink;
  readonly #values: BinaryValues;
  readonly #plain: PlainReader | undefined;
  /** About how many bytes of a message are read at once. */
  readonly #slice: number;
  #unfinished: Unfinished | undefined;

  /**
   * Gives the tuples of `streams` to `sink`. A message is read at once up to
   * the end of the value that has byte number `slice`.
   */
  constructor(streams: StreamTable, sink: TupleSink, slice = Infinity) {
    this.#slice = slice;
    this.#streams = streams;
    this.#sink = sink;
    this.#values = new BinaryValues(sink);
    this.#plain = sink.plainPackets?.(streams);
  }

  /** Has the sink read plain messages by itself, if it can. */
  packets(bytes: Uint8Array, from: number, to: number): number {
    return this.#plain?.read(bytes, from, to) ?? from;
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

  /** Whether {@linkcode goOn} must be called before there are more messages. */
  get isUnfinished(): boolean {
    return this.#unfinished !== undefined;
  }

  /** Reads the next slice of a message. */
  goOn(): void {
    const unfinished = this.#unfinished;
    if (unfinished === undefined) return;
    this.#unfinished = undefined;
    const { stream, bytes, from, to, field } = unfinished;
    const reason = this.#fields(stream, bytes, from, to, field);
    if (reason !== undefined) {
      this.#sink.reject(reason, stream, bytes.subarray(from, to));
    }
  }

  /** Forgets a message that is read in part. */
  drop(): void {
    if (this.#unfinished !== undefined) this.#sink.cancel();
    this.#unfinished = undefined;
  }

  /** Refuses bytes that belong to no message; line ends after headers pass. */
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
    const fields = stream.schema.fields;
    const values = this.#values;
    if (bytes[from] < fields.length) return Reason.tooFew;
    if (bytes[from] > fields.length) return Reason.tooMany;
    values.seek(bytes, from + 2);
    const sequence = values.sequence();
    const timestamp = values.double();
    if (timestamp !== timestamp) return Reason.noTimestamp;
    const first = values.at;
    this.#sink.begin(stream, sequence, timestamp);
    if (!stream.isMetadata) return this.#fields(stream, bytes, from, to, 0);
    // What is said of the experiment is trimmed.
    const trimmed = this.#isRoot(bytes, first) ? 2 : -1;
    for (let i = 0; i < fields.length; i++) {
      const { type } = fields[i];
      if (!(i === trimmed ? values.trimmedText() : values.read(type))) {
        this.#sink.cancel();
        return badField(fields[i].name, type);
      }
    }
    return this.#metadata(bytes, first);
  }

  /** Reads the fields from number `first` on, the cursor being there. */
  #fields(
    stream: Stream,
    bytes: Uint8Array,
    from: number,
    to: number,
    first: number,
  ): string | undefined {
    const { fields } = stream.schema;
    const values = this.#values;
    const most = values.at + this.#slice;
    for (let i = first; i < fields.length; i++) {
      if (values.at >= most && stream.isSliced) {
        this.#unfinished = { stream, bytes, from, to, field: i };
        return undefined;
      }
      const { name, type } = fields[i];
      if (!values.read(type)) {
        this.#sink.cancel();
        return badField(name, type);
      }
    }
    this.#sink.end();
    return undefined;
  }

  /** Whether the string at `first` is the root subject; the cursor stays. */
  #isRoot(bytes: Uint8Array, first: number): boolean {
    const subject = this.#values.string();
    this.#values.seek(bytes, first);
    return subject === ROOT_SUBJECT;
  }

  /** Ends a metadata tuple, whose values start at `first`, as its key asks. */
  #metadata(bytes: Uint8Array, first: number): string | undefined {
    this.#values.seek(bytes, first);
    const subject = this.#values.string() ?? "";
    const key = this.#values.string() ?? "";
    const action = metadataAction(subject, key);
    if (action === "store") {
      this.#sink.end();
      return undefined;
    }
    this.#sink.cancel();
    if (action === "refuse") return Reason.headerKey;
    const text = this.#values.string() ?? "";
    return this.#streams.defineByText(text);
  }
}
