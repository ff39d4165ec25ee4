/**
 * Where a decoder puts what it finds.
 *
 * @module
 */
import type { ConversionSink } from "./conversion.ts";
import type { ElementType } from "../values/oml_type.ts";
import type { Stream } from "./stream.ts";

/** Elements of a vector, all or some; only lent for the time of the call. */
export interface VectorView {
  /** Type of the elements. */
  readonly type: ElementType;
  /** How many elements there are. */
  readonly length: number;
  /** The elements of int32, uint32, double and bool (0 or 1) vectors. */
  readonly numbers: Float64Array;
  /** Whether they are its last ones, or more follow in another call. */
  readonly isLast: boolean;
  /** The elements of int64 and uint64 vectors; of uint64 the same 64 bits. */
  readonly integers: BigInt64Array;
}

/**
 * Takes the tuples of one connection, value by value.
 *
 * A tuple is `begin`, one call a field in the schema's order, then `end` if it
 * is to be kept or `cancel` if a later field turned out to be wrong (`reject`
 * follows). Nothing is allocated for it: bytes are only lent, and must be
 * copied within the call.
 */
export interface TupleSink extends ConversionSink {
  /**
   * A stream that did not exist before, also in place of another. A sink that
   * has no room for it returns the reason; the definition is refused then.
   */
  define(stream: Stream): string | void;
  /**
   * A definition came as metadata, and was carried out or refused for want of
   * room: all its bytes on the wire, only lent. Whoever resumes the stream
   * later must send them first.
   */
  redefined?(raw: Uint8Array): void;
  /** A tuple starts: `timestamp` in seconds since the client's start-time. */
  begin(stream: Stream, sequence: number, timestamp: number): void;
  /** An integer within ±(2^53-1), of any integer type. */
  integer(value: number): void;
  /**
   * An int64 or uint64 beyond that: both halves of its 64 bits, each as
   * uint32.
   */
  integer64(high: number, low: number): void;
  /** A guid, both halves as uint32; 0 means none. */
  guid(high: number, low: number): void;
  /** No value: a field of an integer type in text that has no number. */
  null(): void;
  /** A double; NaN also stands for text that is no number. */
  double(value: number): void;
  /** A bool. */
  bool(value: boolean): void;
  /** A string, as the bytes that came (UTF-8 from honest clients). */
  text(bytes: Uint8Array, from: number, to: number): void;
  /** A blob. */
  blob(bytes: Uint8Array, from: number, to: number): void;
  /** A vector; a long one comes in several calls. */
  vector(vector: VectorView): void;
  /** The tuple is complete and right. */
  end(): void;
  /** Forget what came since `begin`: the tuple is wrong, or begins anew. */
  cancel(): void;
  /**
   * A sample that is refused, with its raw bytes. Reasons are few and never
   * quote a value, so that they can be counted.
   */
  reject(
    reason: string,
    stream: Stream | undefined,
    raw: Uint8Array,
  ): void;
}
