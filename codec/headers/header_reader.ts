/**
 * Reads the headers of a connection.
 *
 * @module
 */
import { ByteQueue } from "../bytes/byte_queue.ts";
import { ProtocolError } from "../errors.ts";
import type { Limits } from "../values/limits.ts";
import {
  HeaderLines,
  RESUME_KEY,
  type SessionHeader,
} from "./session_header.ts";

const NEWLINE = 0x0a;

/** The first bytes of data compressed by gzip. */
const GZIP = [0x1f, 0x8b] as const;

/** The headers, and the bytes received after them. */
export interface ReadHeader {
  /** The headers. */
  readonly header: SessionHeader;
  /** The first bytes of the body; valid until the next call. */
  readonly rest: Uint8Array;
  /** Bytes of the headers, without the line that asks to resume. */
  readonly bytes: number;
}

/** Takes bytes until the empty line that ends the headers. */
export class HeaderReader {
  readonly #lines: HeaderLines;
  readonly #limit: number;
  readonly #queue = new ByteQueue();
  readonly #decoder = new TextDecoder();
  #consumed = 0;
  #lineStart = 0;
  #resumeBytes = 0;

  /** Reads up to `limits.headerBytes` of headers. */
  constructor(limits: Limits) {
    this.#lines = new HeaderLines(limits);
    this.#limit = limits.headerBytes;
  }

  /** Whether incomplete headers have been received. */
  get started(): boolean {
    return this.#consumed + this.#queue.length > 0;
  }

  /** Bytes of the lines read, including one that violates a rule. */
  get consumed(): number {
    return this.#consumed;
  }

  /** Bytes before the last line read. */
  get lineStart(): number {
    return this.#lineStart;
  }

  /** Bytes of memory that hold an incomplete line. */
  get memory(): number {
    return this.#queue.memory;
  }

  /** Forgets what was received, and releases its memory. */
  drop(): void {
    this.#queue.drop();
  }

  /**
   * Takes bytes; returns the headers when they are complete.
   *
   * @throws {ProtocolError} if they violate a rule or exceed the limit.
   */
  push(chunk: Uint8Array): ReadHeader | undefined {
    const queue = this.#queue;
    queue.append(chunk);
    for (;;) {
      const { bytes, from } = queue;
      refuseGzip(bytes, from);
      const end = bytes.indexOf(NEWLINE, from);
      if (end < 0) break;
      queue.from = end + 1;
      this.#lineStart = this.#consumed;
      this.#consumed += end + 1 - from;
      this.#check(0);
      const line = this.#decoder.decode(bytes.subarray(from, end));
      if (line === "" || line === "\r") {
        return {
          header: this.#lines.finish(),
          rest: bytes.subarray(end + 1),
          bytes: this.#consumed - this.#resumeBytes,
        };
      }
      if (line.startsWith(`${RESUME_KEY}:`)) {
        this.#resumeBytes += end + 1 - from;
      }
      this.#lines.line(line);
    }
    this.#check(queue.length);
    queue.settle();
    return undefined;
  }

  #check(pending: number): void {
    if (this.#consumed + pending <= this.#limit) return;
    this.#consumed += pending;
    throw new ProtocolError(
      "limit",
      `Cannot read headers of more than ${this.#limit} bytes`,
    );
  }
}

/**
 * Some clients compress everything after their first header, `encapsulation`.
 */
function refuseGzip(bytes: Uint8Array, at: number): void {
  if (bytes[at] !== GZIP[0] || bytes[at + 1] !== GZIP[1]) return;
  throw new ProtocolError(
    "header",
    "Cannot read a stream that is compressed by gzip: have the client send it " +
      "as it is",
  );
}
