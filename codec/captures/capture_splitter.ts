/**
 * Splits a capture into the streams that were appended to it.
 *
 * @module
 */
import { ProtocolError } from "../errors.ts";
import { HeaderReader } from "../headers/header_reader.ts";
import type { SessionHeader } from "../headers/session_header.ts";
import type { Limits } from "../values/limits.ts";
import {
  BinaryBody,
  type CaptureBody,
  OpaqueBody,
  TextBody,
} from "./capture_body.ts";

/** Receives the streams of a capture, one after the other. */
export interface CaptureSink {
  /** Another stream begins at this offset of the capture. */
  begin(offset: number): void;
  /** Its headers are complete, and valid; they take up `bytes` bytes. */
  header?(header: SessionHeader, bytes: number): void;
  /** The next bytes of the stream; valid during the call. */
  bytes(bytes: Uint8Array): void;
}

/** Headers that no server accepts. */
export interface CaptureFault {
  /** The reason. */
  readonly error: ProtocolError;
  /** Offset of the faulty line; of the headers if they are cut. */
  readonly start: number;
  /** Offset after the faulty line. */
  readonly offset: number;
}

/** Takes the bytes of a capture, cut anywhere. */
export class CaptureSplitter {
  /** The first fault in headers; what follows it is passed on unread. */
  fault: CaptureFault | undefined;
  readonly #sink: CaptureSink;
  readonly #limits: Limits;
  #headers: HeaderReader;
  #body: CaptureBody | undefined;
  /** Offset of the stream. */
  #start = 0;
  /** Bytes passed on. */
  #given = 0;

  /** Passes streams to `sink`. */
  constructor(sink: CaptureSink, limits: Limits) {
    this.#sink = sink;
    this.#limits = limits;
    this.#headers = new HeaderReader(limits);
  }

  /** Takes the next bytes. */
  push(chunk: Uint8Array): void {
    for (let rest: Uint8Array | undefined = chunk; rest?.length;) {
      rest = this.#body === undefined
        ? this.#pushHeader(rest)
        : this.#pushBody(rest);
    }
  }

  /** Nothing has been added for a while: complete messages wait no longer. */
  idle(): void {
    this.#body?.idle();
  }

  /** The capture ends. */
  end(): void {
    for (let next = this.#body?.end(); next !== undefined;) {
      this.#begin();
      this.push(next);
      next = this.#body?.end();
    }
    if (this.#body !== undefined || !this.#headers.started) return;
    const cut = "Cannot read headers: they are cut";
    const error = new ProtocolError("header", cut);
    this.#fail({ error, start: this.#start, offset: this.#given });
  }

  #pushHeader(chunk: Uint8Array): Uint8Array | undefined {
    if (!this.#headers.started) this.#sink.begin(this.#start);
    try {
      const read = this.#headers.push(chunk);
      const rest = read?.rest.length ?? 0;
      this.#give(chunk.subarray(0, chunk.length - rest));
      if (read === undefined) return undefined;
      this.#sink.header?.(read.header, this.#headers.consumed);
      const Body = read.header.content === "binary" ? BinaryBody : TextBody;
      const give = (bytes: Uint8Array) => this.#give(bytes);
      this.#body = new Body(give, this.#limits.messageBytes);
      return chunk.subarray(chunk.length - rest);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      const { lineStart, consumed } = this.#headers;
      this.#fail({
        error,
        start: this.#start + lineStart,
        offset: this.#start + consumed,
      });
      return chunk;
    }
  }

  #pushBody(chunk: Uint8Array): Uint8Array | undefined {
    const next = this.#body?.push(chunk);
    if (next !== undefined) this.#begin();
    return next;
  }

  #begin(): void {
    this.#headers = new HeaderReader(this.#limits);
    this.#body = undefined;
    this.#start = this.#given;
  }

  #fail(fault: CaptureFault): void {
    this.fault = fault;
    this.#body = new OpaqueBody((bytes) => this.#give(bytes));
  }

  #give(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#given += bytes.length;
    this.#sink.bytes(bytes);
  }
}
