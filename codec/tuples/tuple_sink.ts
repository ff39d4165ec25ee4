/**
 * The interface through which decoders pass on tuples.
 *
 * @module
 */
import type { ConversionSink } from "./conversion.ts";
import type { ElementType } from "../values/oml_type.ts";
import type { Stream } from "./stream.ts";

/** Elements of a vector, all or some; valid only during the call. */
export interface VectorView {
  /** Type of the elements. */
  readonly type: ElementType;
  /** The number of elements. */
  readonly length: number;
  /** The elements of int32, uint32, double and bool (0 or 1) vectors. */
  readonly numbers: Float64Array;
  /** Whether these are the last elements, or more follow in another call. */
  readonly isLast: boolean;
  /** The elements of int64 and uint64 vectors, as signed 64 bits. */
  readonly integers: BigInt64Array;
}

/**
 * Receives the tuples of one connection, value by value.
 *
 * A tuple is `begin`, one call per field in the schema's order, then `end` if
 * it is accepted or `cancel` if a later field is wrong (`reject` follows).
 * Nothing is allocated for it: bytes are valid only during the call, and must
 * be copied.
 */
export interface TupleSink extends ConversionSink {
  /**
   * A new stream, which may replace another. A sink without room for it returns
   * the reason; the definition is rejected then.
   */
  define(stream: Stream): string | void;
  /**
   * A definition sent as metadata, accepted or rejected for lack of room: all
   * its bytes on the wire, valid only during the call. A client that resumes
   * the stream later must send them first.
   */
  redefined?(raw: Uint8Array): void;
  /** A tuple starts: `timestamp` in seconds since the client's start-time. */
  begin(stream: Stream, sequence: number, timestamp: number): void;
  /** An integer within ±(2^53-1), of any integer type. */
  integer(value: number): void;
  /**
   * An int64 or uint64 beyond that range: both halves of its 64 bits, each as
   * uint32.
   */
  integer64(high: number, low: number): void;
  /** A guid, both halves as uint32; 0 means none. */
  guid(high: number, low: number): void;
  /** No value: an integer field in text without a number. */
  null(): void;
  /** A double; NaN also for text without a number. */
  double(value: number): void;
  /** A bool. */
  bool(value: boolean): void;
  /** A string, as received bytes (UTF-8 from correct clients). */
  text(bytes: Uint8Array, from: number, to: number): void;
  /** A blob. */
  blob(bytes: Uint8Array, from: number, to: number): void;
  /** A vector; a long one in several calls. */
  vector(vector: VectorView): void;
  /** The tuple is complete and valid. */
  end(): void;
  /** Discards everything since `begin`: the tuple is wrong, or starts again. */
  cancel(): void;
  /**
   * A rejected sample, with its raw bytes. Reasons are few and never quote a
   * value, so that they can be counted.
   */
  reject(
    reason: string,
    stream: Stream | undefined,
    raw: Uint8Array,
  ): void;
}
