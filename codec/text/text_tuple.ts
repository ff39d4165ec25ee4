/**
 * Reads one line of text as a tuple:
 * `ts \t stream \t seq \t field1 \t field2 ...` (OMSP §Text Protocol).
 *
 * @module
 */
import { indexOfByte } from "../bytes/index_of_byte.ts";
import type { OmlType } from "../values/oml_type.ts";
import { isFullPiece } from "./broken_blob.ts";
import {
  type ConversionKind,
  ConversionList,
  StandardField,
} from "../tuples/conversion.ts";
import { metadataAction, ROOT_SUBJECT } from "../tuples/metadata.ts";
import { badField, Reason } from "../tuples/reasons.ts";
import type { Stream, StreamTable } from "../tuples/stream.ts";
import { readDouble } from "./text_double.ts";
import { Found } from "./text_integer.ts";
import type { TextValues } from "./text_values.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";

const TAB = 0x09;

/**
 * A tuple that is complete, but whose last blob may continue in the next line.
 */
export const MAY_GO_ON = "blob may go on";

/** A line that {@linkcode TextTuple.goOn} must continue. */
export const UNFINISHED = "a long line goes on";

/** Reads the tuples of one connection, one at a time. */
export class TextTuple {
  /** Stream of the last tuple, if its index was read. */
  stream: Stream | undefined;
  /** Start of the last field. */
  fieldStart = 0;
  /** Whether that field is a blob. */
  endsInBlob = false;
  readonly #streams: StreamTable;
  readonly #sink: TupleSink;
  readonly #values: TextValues;
  /** The tab or end after the field, and the end of the field's value. */
  #fieldEnd = 0;
  #valueEnd = 0;
  /** Starts and ends of the three fields of a metadata tuple. */
  readonly #places = new Int32Array(6);
  /** Values of the tuple that differ from their texts. */
  readonly #conversions = new ConversionList();
  /** Approximate number of bytes of a line to read at once. */
  readonly #slice: number;
  /**
   * Of an incompletely read line: its end, and the next field, or the one whose
   * vector continues.
   */
  #to = 0;
  #mayGoOn = false;
  #fieldAt = 0;

  /**
   * Passes tuples to `sink`, and their values through `values`; reads about
   * `slice` bytes of a line at once.
   */
  constructor(
    streams: StreamTable,
    sink: TupleSink,
    values: TextValues,
    slice = Infinity,
  ) {
    this.#streams = streams;
    this.#sink = sink;
    this.#values = values;
    this.#slice = slice;
  }

  /**
   * Reads a line. Returns the reason if it is rejected, `undefined` if it was
   * passed to the sink, {@linkcode MAY_GO_ON} if `mayGoOn` and its blob may
   * continue, or {@linkcode UNFINISHED} if a slice of a long line was read.
   */
  read(
    bytes: Uint8Array,
    from: number,
    to: number,
    mayGoOn: boolean,
  ): string | undefined {
    this.stream = undefined;
    this.endsInBlob = false;
    this.#conversions.clear();
    this.#find(StandardField.timestamp, bytes, from, to);
    const timestamp = readDouble(bytes, from, this.#valueEnd);
    if (this.#fieldEnd === to) return Reason.noTuple;
    const index = this.#integer(StandardField.stream, bytes, to);
    if (this.#fieldEnd === to) return Reason.noTuple;
    if (!(index >= 0)) return Reason.noStream;
    const stream = this.#streams.get(index);
    if (stream === undefined) return Reason.undefinedStream;
    this.stream = stream;
    if (timestamp !== timestamp) return Reason.noTimestamp;
    const sequence = this.#integer(StandardField.sequence, bytes, to);
    if (sequence !== sequence) return Reason.noSequence;
    this.#sink.begin(stream, sequence, timestamp);
    this.#to = to;
    this.#mayGoOn = mayGoOn;
    return this.#finish(stream, this.#fields(stream, bytes, to, 0), bytes);
  }

  /** Reads the next slice of the line; returns the same as {@linkcode read}. */
  goOn(bytes: Uint8Array): string | undefined {
    const { stream } = this;
    if (stream === undefined) return undefined;
    let field = this.#fieldAt;
    if (this.#values.isUnfinished) {
      const isRead = this.#values.goOn(bytes);
      if (this.#values.isUnfinished) return UNFINISHED;
      const { name, type } = stream.schema.fields[field++];
      if (!isRead) return this.#finish(stream, badField(name, type), bytes);
    }
    const fault = this.#fields(stream, bytes, this.#to, field);
    return this.#finish(stream, fault, bytes);
  }

  /** Ends the tuple, unless only a slice was read. */
  #finish(
    stream: Stream,
    fault: string | undefined,
    bytes: Uint8Array,
  ): string | undefined {
    if (fault === UNFINISHED) return fault;
    const reason = fault ??
      (this.#mayGoOn && this.#blobMayGoOn(bytes, this.#to)
        ? MAY_GO_ON
        : undefined);
    if (reason !== undefined) this.#sink.cancel();
    else if (stream.isMetadata) return this.#metadata(bytes);
    else this.#end(bytes);
    return reason;
  }

  /** Reads the fields from number `first` on; returns the fault, if any. */
  #fields(
    stream: Stream,
    bytes: Uint8Array,
    to: number,
    first: number,
  ): string | undefined {
    const fields = stream.schema.fields;
    const most = this.#fieldEnd + this.#slice;
    for (let i = first; i < fields.length; i++) {
      if (this.#fieldEnd === to) return Reason.tooFew;
      if (this.#fieldEnd >= most && stream.isSliced) {
        this.#fieldAt = i;
        return UNFINISHED;
      }
      const { name, type } = fields[i];
      this.#find(name, bytes, this.#fieldEnd + 1, to);
      if (stream.isMetadata) {
        this.#metadataField(i, bytes);
      } else if (!this.#field(name, type, bytes)) {
        this.endsInBlob = false;
        return badField(name, type);
      }
      this.endsInBlob = type === "blob";
      if (this.#values.isUnfinished) {
        this.#fieldAt = i;
        return UNFINISHED;
      }
    }
    return this.#fieldEnd === to ? undefined : Reason.tooMany;
  }

  #field(name: string, type: OmlType, bytes: Uint8Array): boolean {
    const values = this.#values;
    if (!values.read(type, bytes, this.fieldStart, this.#valueEnd)) {
      return false;
    }
    const { conversion } = values.numbers;
    if (conversion !== undefined) this.#convert(conversion, name);
    return true;
  }

  /** Reads subject, key or value; metadata of the experiment is trimmed. */
  #metadataField(i: number, bytes: Uint8Array): void {
    const from = this.#places[2 * i] = this.fieldStart;
    const to = this.#places[2 * i + 1] = this.#valueEnd;
    const isValue = i === 2 && this.#place(bytes, 0) === ROOT_SUBJECT;
    if (isValue) this.#values.trimmedText(bytes, from, to);
    else this.#values.read("string", bytes, from, to);
  }

  /** Records that the value of the current field differs from its text. */
  #convert(kind: ConversionKind, name: string): void {
    this.#conversions.add(kind, name, this.fieldStart, this.#fieldEnd);
  }

  /** Ends an accepted tuple. */
  #end(bytes: Uint8Array): void {
    if (this.#conversions.length > 0) this.#conversions.give(this.#sink, bytes);
    this.#sink.end();
  }

  /** The string in field `i` of a metadata tuple. */
  #place(bytes: Uint8Array, i: number): string {
    const [from, to] = this.#places.subarray(2 * i);
    return this.#values.string(bytes, from, to);
  }

  #blobMayGoOn(bytes: Uint8Array, to: number): boolean {
    return this.endsInBlob && this.#valueEnd === to &&
      isFullPiece(bytes, this.fieldStart, to);
  }

  /** Ends a metadata tuple according to its key. */
  #metadata(bytes: Uint8Array): string | undefined {
    const action = metadataAction(this.#place(bytes, 0), this.#place(bytes, 1));
    if (action === "store") {
      this.#end(bytes);
      return undefined;
    }
    this.#sink.cancel();
    if (action === "refuse") return Reason.headerKey;
    return this.#streams.defineByText(this.#place(bytes, 2));
  }

  /** The next field as an integer within ±(2^53-1), else NaN. */
  #integer(name: string, bytes: Uint8Array, to: number): number {
    if (this.#fieldEnd === to) return NaN;
    this.#find(name, bytes, this.#fieldEnd + 1, to);
    const { integers } = this.#values.numbers;
    const found = integers.read(bytes, this.fieldStart, this.#valueEnd);
    const empty = this.fieldStart === this.#valueEnd;
    return found === Found.small && !empty ? integers.value : NaN;
  }

  /**
   * Finds the field at `at`. NULs at its end are ignored: liboml2 writes one
   * over the last character if a line just fills its buffer.
   */
  #find(name: string, bytes: Uint8Array, at: number, to: number): void {
    this.fieldStart = at;
    let end = this.#fieldEnd = indexOfByte(bytes, TAB, at, to);
    while (end > at && bytes[end - 1] === 0) end--;
    this.#valueEnd = end;
    if (end < this.#fieldEnd) this.#convert("cut by the client library", name);
  }
}
