/**
 * The tuples of a client that are not delivered yet.
 *
 * ```
 *   released │ sent, may be needed again │ waiting │ being encoded
 * ───────────┴───────────────────────────┴─────────┴──────────────▶ stream
 * ```
 *
 * @module
 */
import type { ContentMode } from "../codec/headers/session_header.ts";
import { TupleEncoder } from "../codec/streams/tuple_encoder.ts";
import type { Tuple } from "../codec/values/tuple.ts";
import { DEFAULT_BUFFER_BYTES } from "./options.ts";

/** Maximum number of bytes sent at once. */
const CHUNK_BYTES = 64 * 1024;

/** Minimum number of chunks in a full buffer. */
const LEAST_CHUNKS = 8;

/** A chunk of whole tuples. */
interface Chunk {
  bytes: Uint8Array;
  /** The end of each tuple. */
  ends: readonly number[];
  /** Whether it defines a stream, and so must never be dropped. */
  readonly defines: boolean;
  /** Its offset in the stream, once it was sent. */
  offset: number;
}

/** Keeps encoded tuples until they are delivered. */
export class TupleBuffer {
  readonly #limit: number;
  readonly #encoder: TupleEncoder;
  readonly #chunkBytes: number;
  readonly #waiting: Chunk[] = [];
  readonly #sent: Chunk[] = [];
  /** Definitions before everything else in the buffer. */
  readonly #definitions: Uint8Array[] = [];
  #ends: number[] = [];
  #sealedBytes = 0;
  #sealedTuples = 0;
  #nextOffset = 0;

  /** Encodes as `content` says, for about `limit` bytes. */
  constructor(content: ContentMode, limit: number = DEFAULT_BUFFER_BYTES) {
    this.#limit = limit;
    this.#encoder = new TupleEncoder({ content });
    this.#chunkBytes = Math.min(CHUNK_BYTES, limit / LEAST_CHUNKS);
  }

  /** Buffered bytes. */
  get bytes(): number {
    return this.#sealedBytes + this.#encoder.length;
  }

  /** Whether the limit is reached. */
  get isFull(): boolean {
    return this.bytes >= this.#limit;
  }

  /** Whether at least half of it is free. */
  get isHalfFree(): boolean {
    return this.bytes <= this.#limit / 2;
  }

  /** Buffered tuples. */
  get tuples(): number {
    return this.#sealedTuples + this.#ends.length;
  }

  /** Stream offset of the first buffered byte. */
  get firstOffset(): number {
    return this.#sent[0]?.offset ?? this.#nextOffset;
  }

  /** Stream offset of the first byte not sent. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  /**
   * Adds a tuple.
   *
   * @throws {EncodeError} if it can't be encoded; nothing is added then.
   */
  push(tuple: Tuple): void {
    this.#encoder.push(tuple);
    this.#ends.push(this.#encoder.length);
    if (this.#encoder.length >= this.#chunkBytes) this.#seal(false);
  }

  /** Adds a tuple that defines a stream, to be repeated on a new connection. */
  pushDefinition(tuple: Tuple): void {
    this.#seal(false);
    this.#encoder.push(tuple);
    this.#ends.push(this.#encoder.length);
    this.#seal(true);
  }

  /** Drops the oldest tuples that were not sent; returns how many. */
  dropOldest(): number {
    if (!this.#waiting.some(({ defines }) => !defines)) this.#seal(false);
    const at = this.#waiting.findIndex(({ defines }) => !defines);
    if (at < 0) return 0;
    const [{ bytes, ends }] = this.#waiting.splice(at, 1);
    this.#forget(bytes.length, ends.length);
    return ends.length;
  }

  /** The next bytes to send, with the stream offset of their end. */
  take(): { readonly bytes: Uint8Array; readonly end: number } | undefined {
    if (this.#waiting.length === 0) this.#seal(false);
    const chunk = this.#waiting.shift();
    if (chunk === undefined) return undefined;
    chunk.offset = this.#nextOffset;
    this.#nextOffset += chunk.bytes.length;
    this.#sent.push(chunk);
    return { bytes: chunk.bytes, end: this.#nextOffset };
  }

  /** Releases what was sent before this offset; returns how many tuples. */
  release(offset: number): number {
    const before = this.tuples;
    for (
      let chunk = this.#sent[0];
      chunk !== undefined;
      chunk = this.#sent[0]
    ) {
      const wanted = offset - chunk.offset;
      const size = chunk.ends.findLast((end) => end <= wanted) ?? 0;
      const whole = size === chunk.bytes.length;
      if (whole && chunk.defines) this.#definitions.push(chunk.bytes);
      this.#cut(chunk, size);
      if (!whole) break;
      this.#sent.shift();
    }
    return before - this.tuples;
  }

  /**
   * Marks what was sent and not released to be sent again. Returns the
   * definitions that a new connection needs first.
   */
  rewind(): readonly Uint8Array[] {
    this.#nextOffset = this.#sent[0]?.offset ?? this.#nextOffset;
    this.#waiting.unshift(...this.#sent.splice(0));
    return this.#definitions;
  }

  /** Begins another stream, with headers of this many bytes. */
  restart(headerBytes: number): void {
    this.rewind();
    this.#definitions.length = 0;
    this.#nextOffset = headerBytes;
  }

  #seal(defines: boolean): void {
    const ends = this.#ends;
    if (ends.length === 0) return;
    const bytes = this.#encoder.take();
    this.#ends = [];
    this.#waiting.push({ bytes, ends, defines, offset: 0 });
    this.#sealedBytes += bytes.length;
    this.#sealedTuples += ends.length;
  }

  #cut(chunk: Chunk, size: number): void {
    const left = chunk.ends.filter((end) => end > size);
    this.#forget(size, chunk.ends.length - left.length);
    chunk.bytes = chunk.bytes.subarray(size);
    chunk.ends = left.map((end) => end - size);
    chunk.offset += size;
  }

  #forget(bytes: number, tuples: number): void {
    this.#sealedBytes -= bytes;
    this.#sealedTuples -= tuples;
  }
}
