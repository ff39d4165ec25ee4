/**
 * The body of a stream that is stored exactly once, over any number of
 * connections (docs/protocol.md, "Resumable streams").
 *
 * @module
 */
import { ProtocolError } from "../../codec/errors.ts";
import type { ResumeRequest } from "../../codec/headers/session_header.ts";
import type { TupleDecoder } from "../../codec/streams/tuple_decoder.ts";
import type { RowSink } from "../batches/row_sink.ts";
import type { Progress } from "../rows/store.ts";

/** Decodes the bytes after the headers of a connection. */
export type Body = Pick<
  TupleDecoder,
  | "push"
  | "isUnfinished"
  | "goOn"
  | "idle"
  | "end"
  | "holding"
  | "memory"
  | "drop"
>;

/** Context of a {@linkcode ResumedBody}. */
export interface ResumedBodyContext {
  /** The client's request. */
  readonly request: ResumeRequest;
  /** Progress of the stream so far; `undefined` for a new one. */
  readonly resumed: Progress | undefined;
  /**
   * What precedes the rest of a stream that is partly stored: its earlier
   * definitions, or everything that is stored of its body.
   *
   * @default {"definitions"}
   */
  readonly repeats?: "definitions" | "everything";
  /** Number of bytes of its headers. */
  readonly headerBytes: number;
  /** Decodes the body into `rows`. */
  readonly tuples: TupleDecoder;
  /** Receives its tuples. */
  readonly rows: RowSink;
  /** Receives the stream's progress, to be stored with its rows. */
  readonly note: (progress: Progress) => void;
}

/** Counts decoded bytes by their offset in the whole stream. */
export class ResumedBody implements Body {
  readonly #context: ResumedBodyContext;
  /** Bytes at the start that were decoded before. */
  readonly #repeated: number;
  /** Offset of this body's first byte in the whole stream. */
  readonly #base: number;
  /** Repeated bytes whose outcome is known, so that they were not decoded. */
  #skipped = 0;
  #pushed = 0;
  #noted: number;
  #isFenced = false;
  /** Data received after definitions that are not all decoded. */
  #remaining: Uint8Array | undefined;
  /** End of the stream, once it is completely received. */
  #end: number | undefined;

  /** The progress of a new stream is the end of its headers. */
  constructor(context: ResumedBodyContext) {
    const { resumed, headerBytes } = context;
    this.#context = context;
    this.#repeated = repeatedBytes(context);
    this.#base = (resumed?.offset ?? headerBytes) - this.#repeated;
    this.#noted = resumed?.offset ?? 0;
    context.rows.isRepetition = this.#repeated > 0;
    this.#note();
  }

  /** Bytes of the whole stream that are decoded. */
  get offset(): number {
    return this.#base + this.#consumed;
  }

  /** Whether a complete tuple waits for bytes that may belong to it. */
  get holding(): boolean {
    return !this.#isFenced && this.#context.tuples.holding;
  }

  /** Bytes of memory that hold undecoded data. */
  get memory(): number {
    return this.#context.tuples.memory;
  }

  /** Discards undecoded data and releases its memory. */
  drop(): void {
    this.idle();
    this.#context.tuples.drop();
  }

  /**
   * The stream continues over another connection: nothing more of this body is
   * stored.
   */
  fence(): void {
    this.#isFenced = true;
  }

  /**
   * Decodes received data, which may be split anywhere.
   *
   * @throws {ProtocolError} past a limit, or if the client does not begin
   * with the stream's earlier definitions.
   */
  push(chunk: Uint8Array): void {
    if (this.#isFenced) return;
    const left = Math.max(0, this.#repeated - this.#pushed);
    this.#remaining = chunk.subarray(left);
    this.#decode(chunk.subarray(0, left));
    this.#proceed();
  }

  /** Whether received data remains to be decoded. */
  get isUnfinished(): boolean {
    return !this.#isFenced && this.#context.tuples.isUnfinished;
  }

  /**
   * Decodes the next slice.
   *
   * @throws {ProtocolError} like {@linkcode ResumedBody.push}.
   */
  goOn(): void {
    this.#context.tuples.goOn();
    this.#proceed();
  }

  /** The client pauses: a complete tuple waits no longer. */
  idle(): void {
    if (this.#isFenced) return;
    this.#context.tuples.idle();
    this.#note();
  }

  /**
   * The connection ended. Incomplete data will be sent again, unless the stream
   * is known to end here.
   */
  end(): void {
    const { request, tuples } = this.#context;
    const isWhole = this.#base + this.#pushed === request.length;
    if (this.#isFenced || !isWhole) return;
    this.#end = request.length;
    tuples.end();
    this.#proceed();
  }

  #decode(bytes: Uint8Array): void {
    this.#pushed += bytes.length;
    this.#context.tuples.push(bytes);
  }

  /** Continues after everything pushed is decoded. */
  #proceed(): void {
    const { rows, tuples } = this.#context;
    if (!tuples.isUnfinished && this.#remaining !== undefined) {
      const remaining = this.#remaining;
      this.#remaining = undefined;
      const isDue = rows.isRepetition && this.#pushed === this.#repeated;
      if (isDue) this.#endRepetition();
      this.#decode(remaining);
    }
    this.#note();
    if (this.#end !== undefined && !tuples.isUnfinished) {
      this.#noteAt(this.#end);
    }
  }

  #endRepetition(): void {
    const { repeats, tuples, rows } = this.#context;
    if (repeats === "everything") {
      // What still waits for the bytes behind it was stored or rejected before.
      tuples.drop();
      this.#skipped = this.#repeated - tuples.consumed;
      rows.isRepetition = false;
      return;
    }
    rows.isRepetition = false;
    const done = rows.redefinedBytes === this.#repeated;
    if (done && tuples.consumed === this.#repeated) return;
    throw new ProtocolError(
      "resume",
      `Cannot resume the stream: its first ${this.#repeated} bytes must ` +
        "repeat its earlier schema definitions",
    );
  }

  #note(): void {
    if (this.#consumed >= this.#repeated) this.#noteAt(this.offset);
  }

  get #consumed(): number {
    return this.#skipped + this.#context.tuples.consumed;
  }

  #noteAt(offset: number): void {
    if (offset <= this.#noted) return;
    this.#noted = offset;
    const { request, rows, note } = this.#context;
    const redefined = rows.redefinedBytes;
    note({ stream: request.stream, offset, redefined });
  }
}

function repeatedBytes(
  { resumed, repeats, headerBytes }: ResumedBodyContext,
): number {
  if (resumed === undefined) return 0;
  return repeats === "everything"
    ? resumed.offset - headerBytes
    : resumed.redefined;
}
