/**
 * Encodes the tuples of a flow.
 *
 * @module
 */
import type { ContentMode } from "../codec/headers/session_header.ts";
import { TupleEncoder } from "../codec/streams/tuple_encoder.ts";
import type { LoadSchema } from "./load_schemas.ts";

/** Tuples that are encoded and sent at once. */
const CHUNK_TUPLES = 1000;

/** Encoded tuples. */
export interface Chunk {
  /** Number of tuples. */
  readonly tuples: number;
  /** Their bytes. */
  readonly bytes: Uint8Array;
}

/** The timestamp of tuple `i`, in seconds since the start time. */
export type TupleClock = (i: number) => number;

/** Encodes tuples, numbered from 0. */
export class TupleStream {
  readonly #schema: LoadSchema;
  readonly #clock: TupleClock;
  readonly #encoder: TupleEncoder;
  #next = 0;

  /** Tuples of this schema, with timestamps from `clock`. */
  constructor(schema: LoadSchema, content: ContentMode, clock: TupleClock) {
    this.#schema = schema;
    this.#clock = clock;
    this.#encoder = new TupleEncoder({ content });
  }

  /** The next tuples. */
  take(tuples: number): Chunk {
    const { schema, values } = this.#schema;
    for (const end = this.#next + tuples; this.#next < end; this.#next++) {
      const i = this.#next;
      const timestamp = this.#clock(i);
      this.#encoder.push({ schema, sequence: i, timestamp, values: values(i) });
    }
    return { tuples, bytes: this.#encoder.take() };
  }

  /** The next tuples, in chunks that are encoded on demand. */
  *chunks(tuples: number): Generator<Chunk, void> {
    for (let left = tuples; left > 0; left -= CHUNK_TUPLES) {
      yield this.take(Math.min(left, CHUNK_TUPLES));
    }
  }
}
