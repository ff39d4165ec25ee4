/**
 * Decodes the body of a connection, in either encoding.
 *
 * @module
 */
import { BinaryPackets } from "../frames/binary_packets.ts";
import { TextLines } from "../frames/text_lines.ts";
import { DEFAULT_LIMITS, type Limits } from "../values/limits.ts";
import { BinaryTuples } from "../binary/binary_tuples.ts";
import type { SessionHeader } from "../headers/session_header.ts";
import { StreamTable } from "../tuples/stream.ts";
import { TextTuples } from "../text/text_tuples.ts";
import type { TupleSink } from "../tuples/tuple_sink.ts";
import { formatSchema, type Schema } from "../values/schema.ts";

/** Options of a {@linkcode TupleDecoder}. */
export interface TupleDecoderOptions {
  /**
   * About how many bytes of long messages are decoded at once.
   *
   * @default {Infinity}
   */
  readonly slice?: number;
}

/** The stages from bytes to tuples, combined as the headers ask. */
export class TupleDecoder {
  readonly #frames: TextLines | BinaryPackets;
  readonly #tuples: TextTuples | BinaryTuples;

  /** Defines the header's streams, then passes tuples to `sink`. */
  constructor(
    header: SessionHeader,
    sink: TupleSink,
    limits: Limits = DEFAULT_LIMITS,
    { slice }: TupleDecoderOptions = {},
  ) {
    const streams = new StreamTable(limits, (stream) => sink.define(stream));
    for (const schema of header.schemas) {
      const reason = streams.define(schema);
      if (reason !== undefined) {
        sink.reject(reason, undefined, schemaHeader(schema));
      }
    }
    const { messageBytes } = limits;
    if (header.content === "binary") {
      this.#tuples = new BinaryTuples(streams, sink, slice);
      this.#frames = new BinaryPackets(this.#tuples, messageBytes, slice);
    } else {
      const { protocol: version, crlf } = header;
      const options = { version, crlf, messageBytes, slice };
      this.#tuples = new TextTuples(streams, sink, options);
      this.#frames = new TextLines(this.#tuples, messageBytes);
    }
  }

  /** Bytes of the body whose tuples were passed on or rejected so far. */
  get consumed(): number {
    const held = this.#tuples instanceof TextTuples ? this.#tuples.held : 0;
    return this.#frames.consumed - held;
  }

  /** Whether a complete tuple waits for bytes that may continue it. */
  get holding(): boolean {
    return this.#tuples instanceof TextTuples && this.#tuples.holding;
  }

  /** Bytes of memory that hold undecoded input. */
  get memory(): number {
    const tuples = this.#tuples instanceof TextTuples ? this.#tuples.memory : 0;
    return this.#frames.memory + tuples;
  }

  /**
   * Forgets undecoded input, and releases its memory. A complete tuple waits no
   * longer.
   */
  drop(): void {
    this.idle();
    this.#frames.drop();
    this.#tuples.drop();
  }

  /**
   * Whether {@linkcode TupleDecoder.goOn} has more to decode of what was
   * pushed, which must stay unchanged until then. Only with slices.
   */
  get isUnfinished(): boolean {
    return this.#frames.isUnfinished;
  }

  /**
   * Decodes the next slice.
   *
   * @throws {ProtocolError} like {@linkcode TupleDecoder.push}.
   */
  goOn(): void {
    this.#frames.goOn();
  }

  /**
   * Decodes received bytes; they may be cut anywhere. If the decoder {@linkcode
   * TupleDecoder.isUnfinished}, finish that first.
   *
   * @throws {ProtocolError} if a limit is exceeded, after the tuples before it.
   */
  push(chunk: Uint8Array): void {
    this.#frames.push(chunk);
  }

  /** No bytes have arrived for a while: a complete tuple waits no longer. */
  idle(): void {
    if (this.#tuples instanceof TextTuples) this.#tuples.idle();
  }

  /**
   * The connection ended; incomplete input is rejected. If the decoder
   * {@linkcode TupleDecoder.isUnfinished} then, finish that too.
   */
  end(): void {
    this.#frames.end();
    if (this.#tuples instanceof TextTuples) this.#tuples.end();
  }
}

/** The header line that defined `schema`. */
function schemaHeader(schema: Schema): Uint8Array {
  return new TextEncoder().encode(`schema: ${formatSchema(schema)}`);
}
