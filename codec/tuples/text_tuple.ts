/**
 * Reads one line of text as a tuple:
 * `ts \t stream \t seq \t field1 \t field2 ...` (OMSP §Text Protocol).
 *
 * @module
 */
import { isFullPiece } from "./broken_blob.ts";
import { metadataAction } from "./metadata.ts";
import { badField, Reason } from "./reasons.ts";
import type { Stream, StreamTable } from "./stream.ts";
import { readDouble } from "./text_double.ts";
import { Found } from "./text_integer.ts";
import type { TextValues } from "./text_values.ts";
import type { TupleSink } from "./tuple_sink.ts";

const TAB = 0x09;

/** A tuple that is complete, but whose last blob may go on in the next line. */
export const MAY_GO_ON = "blob may go on";

/** Reads the tuples of one connection, one at a time. */
export class TextTuple {
  /** Stream of the tuple last read, if it got so far. */
  stream: Stream | undefined;
  /** Where the field last looked at starts. */
  fieldStart = 0;
  /** Whether that field is a blob. */
  endsInBlob = false;
  readonly #streams: StreamTable;
  readonly #sink: TupleSink;
  readonly #values: TextValues;
  /** The tab or end behind the field, and the field's last useful byte. */
  #fieldEnd = 0;
  #valueEnd = 0;
  /** Starts and ends of the three fields of a metadata tuple. */
  readonly #places = new Int32Array(6);

  /** Gives tuples to `sink`, their values by `values`. */
  constructor(streams: StreamTable, sink: TupleSink, values: TextValues) {
    this.#streams = streams;
    this.#sink = sink;
    this.#values = values;
  }

  /**
   * Reads a line. Returns why it is refused, `undefined` if it was given to
   * the sink, or {@linkcode MAY_GO_ON} if `mayGoOn` and so it is.
   */
  read(
    bytes: Uint8Array,
    from: number,
    to: number,
    mayGoOn: boolean,
  ): string | undefined {
    this.stream = undefined;
    this.endsInBlob = false;
    this.#find(bytes, from, to);
    const timestamp = readDouble(bytes, from, this.#valueEnd);
    if (this.#fieldEnd === to) return Reason.noTuple;
    const index = this.#integer(bytes, to);
    if (this.#fieldEnd === to) return Reason.noTuple;
    if (!(index >= 0)) return Reason.noStream;
    const stream = this.#streams.get(index);
    if (stream === undefined) return Reason.undefinedStream;
    this.stream = stream;
    if (timestamp !== timestamp) return Reason.noTimestamp;
    const sequence = this.#integer(bytes, to);
    if (sequence !== sequence) return Reason.noSequence;
    this.#sink.begin(stream, sequence, timestamp);
    const reason = this.#fields(stream, bytes, to) ??
      (mayGoOn && this.#blobMayGoOn(bytes, to) ? MAY_GO_ON : undefined);
    if (reason !== undefined) this.#sink.cancel();
    else if (stream.isMetadata) return this.#metadata(bytes);
    else this.#sink.end();
    return reason;
  }

  #fields(stream: Stream, bytes: Uint8Array, to: number): string | undefined {
    const fields = stream.schema.fields;
    for (let i = 0; i < fields.length; i++) {
      if (this.#fieldEnd === to) return Reason.tooFew;
      this.#find(bytes, this.#fieldEnd + 1, to);
      const { name, type } = fields[i];
      if (!this.#values.read(type, bytes, this.fieldStart, this.#valueEnd)) {
        this.endsInBlob = false;
        return badField(name, type);
      }
      this.endsInBlob = type === "blob";
      if (stream.isMetadata) {
        this.#places[2 * i] = this.fieldStart;
        this.#places[2 * i + 1] = this.#valueEnd;
      }
    }
    return this.#fieldEnd === to ? undefined : Reason.tooMany;
  }

  #blobMayGoOn(bytes: Uint8Array, to: number): boolean {
    return this.endsInBlob && this.#valueEnd === to &&
      isFullPiece(bytes, this.fieldStart, to);
  }

  /** Ends a metadata tuple as its key asks. */
  #metadata(bytes: Uint8Array): string | undefined {
    const [subject, key, value] = [0, 2, 4].map((at) =>
      this.#values.string(bytes, this.#places[at], this.#places[at + 1])
    );
    const action = metadataAction(subject, key);
    if (action === "store") {
      this.#sink.end();
      return undefined;
    }
    this.#sink.cancel();
    if (action === "refuse") return Reason.headerKey;
    return this.#streams.defineByText(value);
  }

  /** The next field as an integer within ±(2^53-1), else NaN. */
  #integer(bytes: Uint8Array, to: number): number {
    if (this.#fieldEnd === to) return NaN;
    this.#find(bytes, this.#fieldEnd + 1, to);
    const integers = this.#values.integers;
    const found = integers.read(bytes, this.fieldStart, this.#valueEnd);
    const empty = this.fieldStart === this.#valueEnd;
    return found === Found.small && !empty ? integers.value : NaN;
  }

  /** Finds the field at `at`; NULs at its end do not count (liboml2). */
  #find(bytes: Uint8Array, at: number, to: number): void {
    this.fieldStart = at;
    let end = at;
    while (end < to && bytes[end] !== TAB) end++;
    this.#fieldEnd = end;
    while (end > at && bytes[end - 1] === 0) end--;
    this.#valueEnd = end;
  }
}
