/**
 * Finds where tuples end, and which of them define streams, without decoding
 * their values.
 *
 * @module
 */
import { ProtocolError } from "../../codec/errors.ts";
import { BinaryPackets } from "../../codec/frames/binary_packets.ts";
import { TextLines } from "../../codec/frames/text_lines.ts";
import type { SessionHeader } from "../../codec/headers/session_header.ts";
import { TupleDecoder } from "../../codec/streams/tuple_decoder.ts";
import type { TupleSink } from "../../codec/tuples/tuple_sink.ts";
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";
import { SLICE_BYTES } from "../../shared/pace.ts";
import { METADATA_SCHEMA } from "../../codec/values/schema.ts";

const TAB = 0x09;
const ONE = 0x31;
const NINE = 0x39;

const nothing = () => undefined;

/** Scans the body of a stream. */
export class TupleScan {
  /** Tuples found, including invalid ones. */
  tuples = 0;
  /**
   * The error at which any server stops reading; later bytes are not scanned.
   */
  fault: ProtocolError | undefined;
  readonly #frames: TextLines | BinaryPackets;
  /**
   * Decodes only tuples that may define a stream, or all if there are blobs.
   */
  readonly #decoder: TupleDecoder;
  readonly #redefined: (bytes: number) => void;
  /** Whether stream 0 is metadata, as it usually is. */
  readonly #metadata: boolean;
  /** Whether a tuple may span lines, as base64 may be broken. */
  #blobs = false;
  #decoded = 0;
  #pushed = 0;

  /**
   * Scans the body after `header`. `redefined` is called with the size of each
   * tuple that defines a stream; the tuple ends at `consumed`. About `slice`
   * bytes are scanned at a time.
   */
  constructor(
    header: SessionHeader,
    redefined: (bytes: number) => void,
    slice: number = SLICE_BYTES,
  ) {
    this.#redefined = redefined;
    const decoder = new TupleDecoder(header, this.#sink(), DEFAULT_LIMITS, {
      slice,
    });
    this.#decoder = decoder;
    this.#metadata = header.schemas.every(({ index, name }) =>
      index !== METADATA_SCHEMA.index || name === METADATA_SCHEMA.name
    );
    const { messageBytes } = DEFAULT_LIMITS;
    this.#frames = header.content === "binary"
      ? new BinaryPackets(
        {
          packet: (bytes, from, to, start) =>
            this.#packet(bytes, from, to, start),
          garbage: nothing,
        },
        messageBytes,
        slice,
      )
      : new TextLines({
        line: (bytes, from, to) => this.#line(bytes, from, to),
        get isUnfinished() {
          return decoder.isUnfinished;
        },
        goOn: () => decoder.goOn(),
        cutLine: nothing,
      }, messageBytes);
  }

  /** Bytes of the complete tuples. */
  get consumed(): number {
    if (this.fault !== undefined) return this.#pushed;
    const held = this.#decoded - this.#decoder.consumed;
    return this.#frames.consumed - held;
  }

  /** Whether a complete tuple waits for a line that may belong to it. */
  get holding(): boolean {
    return this.#decoder.holding;
  }

  /** Takes the next bytes, in chunks of any size. */
  push(chunk: Uint8Array): void {
    this.#pushed += chunk.length;
    if (this.fault !== undefined) return;
    this.#walk(() => this.#frames.push(chunk));
  }

  /**
   * Whether a part of the pushed bytes, which must not change, is not scanned
   * yet.
   */
  get isUnfinished(): boolean {
    return this.fault === undefined && this.#frames.isUnfinished;
  }

  /** Scans the next slice. */
  goOn(): void {
    this.#walk(() => this.#frames.goOn());
  }

  #walk(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.fault = error;
    }
  }

  /** No more bytes for now: a complete tuple waits no longer. */
  idle(): void {
    this.#decoder.idle();
  }

  #line(bytes: Uint8Array, from: number, to: number): void {
    this.tuples++;
    if (this.#blobs || this.#metadata && mayBeStream0(bytes, from, to)) {
      this.#decode(bytes.subarray(from, to + 1));
    }
  }

  #packet(bytes: Uint8Array, from: number, to: number, start: number): void {
    this.tuples++;
    if (this.#metadata && bytes[from + 1] === METADATA_SCHEMA.index) {
      this.#decode(bytes.subarray(start, to));
    }
  }

  #decode(tuple: Uint8Array): void {
    this.#decoded += tuple.length;
    this.#decoder.push(tuple);
  }

  #sink(): TupleSink {
    return {
      define: ({ schema }) => {
        this.#blobs ||= schema.fields.some(({ type }) => type === "blob");
      },
      redefined: (raw) => this.#redefined(raw.length),
      ...{ begin: nothing, end: nothing, cancel: nothing, reject: nothing },
      ...{ integer: nothing, integer64: nothing, guid: nothing },
      ...{ double: nothing, bool: nothing, text: nothing, blob: nothing },
      ...{ vector: nothing, null: nothing, converted: nothing },
    };
  }
}

/** Stream 0 may be written as 0, +0, 00 or with blanks around it. */
function mayBeStream0(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to && bytes[at] !== TAB) at++;
  const digit = bytes[at + 1];
  return at < to && (digit < ONE || digit > NINE);
}
