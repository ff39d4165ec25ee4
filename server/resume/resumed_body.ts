/**
 * The body of a stream that is stored exactly once, over as many connections
 * as it takes (docs/protocol.md, "Resumable streams").
 *
 * @module
 */
import { ProtocolError } from "../../codec/errors.ts";
import type { ResumeRequest } from "../../codec/headers/session_header.ts";
import type { TupleDecoder } from "../../codec/streams/tuple_decoder.ts";
import type { RowSink } from "../batches/row_sink.ts";
import type { Progress } from "../rows/store.ts";

/** What takes the bytes behind the headers of a connection. */
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

/** What a {@linkcode ResumedBody} works with. */
export interface ResumedBodyContext {
  /** What the client asked for. */
  readonly request: ResumeRequest;
  /** How far the stream had come; nothing of a new one is stored. */
  readonly resumed: Progress | undefined;
  /** Bytes of its headers. */
  readonly headerBytes: number;
  /** Decodes the body into `rows`. */
  readonly tuples: TupleDecoder;
  /** Takes its tuples. */
  readonly rows: RowSink;
  /** Takes how far the stream has come, to be stored with its rows. */
  readonly note: (progress: Progress) => void;
}

/** Counts what is decoded in the bytes of the whole stream. */
export class ResumedBody implements Body {
  readonly #context: ResumedBodyContext;
  /** Bytes at the start that define streams which were defined before. */
  readonly #repeated: number;
  /** Offset in the whole stream of this body's first byte. */
  readonly #base: number;
  #pushed = 0;
  #noted: number;
  #isFenced = false;
  /** What arrived behind definitions that are not all decoded. */
  #behind: Uint8Array | undefined;
  /** Where the stream ends, once all of it has arrived. */
  #end: number | undefined;

  /** A new stream has come as far as the end of its headers. */
  constructor(context: ResumedBodyContext) {
    const { resumed, headerBytes } = context;
    this.#context = context;
    this.#repeated = resumed?.redefined ?? 0;
    this.#base = (resumed?.offset ?? headerBytes) - this.#repeated;
    this.#noted = resumed?.offset ?? 0;
    context.rows.isRepetition = this.#repeated > 0;
    this.#note();
  }

  /** Whether a complete tuple waits for bytes that may belong to it. */
  get holding(): boolean {
    return !this.#isFenced && this.#context.tuples.holding;
  }

  /** Bytes of memory that hold what is not decoded yet. */
  get memory(): number {
    return this.#context.tuples.memory;
  }

  /** Forgets what is not decoded, and gives its memory back. */
  drop(): void {
    this.idle();
    this.#context.tuples.drop();
  }

  /** The stream goes on elsewhere: nothing more of this body is stored. */
  fence(): void {
    this.#isFenced = true;
  }

  /**
   * Decodes what arrived; it may be cut anywhere.
   *
   * @throws {ProtocolError} past a limit, or if the client does not begin
   * with the definitions that the stream had before.
   */
  push(chunk: Uint8Array): void {
    if (this.#isFenced) return;
    const left = Math.max(0, this.#repeated - this.#pushed);
    this.#behind = chunk.subarray(left);
    this.#decode(chunk.subarray(0, left));
    this.#proceed();
  }

  /** Whether there is more to decode of what arrived. */
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

  /** No more bytes for a while: a complete tuple waits no longer. */
  idle(): void {
    if (this.#isFenced) return;
    this.#context.tuples.idle();
    this.#note();
  }

  /**
   * The connection ended. What is incomplete comes again, unless the stream
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

  /** Does what follows when all that was pushed is decoded. */
  #proceed(): void {
    const { rows, tuples } = this.#context;
    if (!tuples.isUnfinished && this.#behind !== undefined) {
      const behind = this.#behind;
      this.#behind = undefined;
      const isDue = rows.isRepetition && this.#pushed === this.#repeated;
      if (isDue) this.#endRepetition();
      this.#decode(behind);
    }
    this.#note();
    if (this.#end !== undefined && !tuples.isUnfinished) {
      this.#noteAt(this.#end);
    }
  }

  #endRepetition(): void {
    const { tuples, rows } = this.#context;
    rows.isRepetition = false;
    const done = rows.redefinedBytes === this.#repeated;
    if (done && tuples.consumed === this.#repeated) return;
    throw new ProtocolError(
      "resume",
      `Cannot resume the stream: its first ${this.#repeated} bytes must be ` +
        "the schema definitions that came before",
    );
  }

  #note(): void {
    const { consumed } = this.#context.tuples;
    if (consumed >= this.#repeated) this.#noteAt(this.#base + consumed);
  }

  #noteAt(offset: number): void {
    if (offset <= this.#noted) return;
    this.#noted = offset;
    const { request, rows, note } = this.#context;
    const redefined = rows.redefinedBytes;
    note({ stream: request.stream, offset, redefined });
  }
}
