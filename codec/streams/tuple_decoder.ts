/**
 * Decodes the body of a connection, whatever its content mode.
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

/** How a {@linkcode TupleDecoder} decodes. */
export interface TupleDecoderOptions {
  /**
   * About how many bytes of long messages are decoded at once.
   *
   * @default {Infinity}
   */
  readonly slice?: number;
}

/** The stages from bytes to tuples, joined as the headers ask. */
export class TupleDecoder {
  readonly #frames: TextLines | BinaryPackets;
  readonly #tuples: TextTuples | BinaryTuples;

  /** Defines the header's streams, then gives tuples to `sink`. */
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

  /** Bytes of the body whose tuples were given, or refused, so far. */
  get consumed(): number {
    const held = this.#tuples instanceof TextTuples ? this.#tuples.held : 0;
    return this.#frames.consumed - held;
  }

  /** Whether a complete tuple waits for bytes that may belong to it. */
  get holding(): boolean {
    return this.#tuples instanceof TextTuples && this.#tuples.holding;
  }

  /** Bytes of memory that hold what is not decoded yet. */
  get memory(): number {
    const tuples = this.#tuples instanceof TextTuples ? this.#tuples.memory : 0;
    return this.#frames.memory + tuples;
  }

  /**
   * Forgets what is not decoded, and gives its memory back. A complete tuple
   * waits no longer.
   */
  drop(): void {
    this.idle();
    this.#frames.drop();
    this.#tuples.drop();
  }

  /**
   * Whether there is more to decode, by {@linkcode TupleDecoder.goOn}, of what
   * was pushed, and must stay as it is until then. Only in slices it can be.
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
   * Decodes what arrived; it may be cut anywhere. If something
   * {@linkcode TupleDecoder.isUnfinished}, that must be finished before.
   *
   * @throws {ProtocolError} past a limit; what came before it was given.
   */
  push(chunk: Uint8Array): void {
    this.#frames.push(chunk);
  }

  /** No more bytes for a while: a complete tuple waits no longer. */
  idle(): void {
    if (this.#tuples instanceof TextTuples) this.#tuples.idle();
  }

  /**
   * The connection ended; what is incomplete is refused. If something
   * {@linkcode TupleDecoder.isUnfinished} then, it must be finished, too.
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
