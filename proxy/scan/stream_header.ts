/**
 * The headers of a stream, as they are on the wire and as a server reads them.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { ProtocolError } from "../../codec/errors.ts";
import { HeaderReader } from "../../codec/headers/header_reader.ts";
import {
  parseResume,
  RESUME_KEY,
  type ResumeRequest,
  type SessionHeader,
} from "../../codec/headers/session_header.ts";
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";

/** Headers as a server reads them, or the reason why servers reject them. */
type Reading =
  | { readonly session: SessionHeader; readonly fault?: undefined }
  | { readonly session?: undefined; readonly fault: string | undefined };

/** The complete headers of a stream. */
export class StreamHeader {
  /** The headers, including the empty line that ends them. */
  readonly bytes: Uint8Array;
  /** The client's own request to resume the stream. */
  readonly resume: ResumeRequest | undefined;
  /** The headers without the lines that ask to resume. */
  readonly plain: Uint8Array;
  #reading: Reading | undefined;

  /** Takes headers, including the empty line that ends them. */
  constructor(bytes: Uint8Array) {
    const key = `${RESUME_KEY}:`;
    // Latin-1 maps any bytes to characters and back.
    const lines = latin1(bytes).split(/(?<=\n)/);
    const requests = lines.filter((line) => line.startsWith(key));
    const others = lines.filter((line) => !line.startsWith(key));
    this.bytes = bytes;
    this.plain = requests.length === 0
      ? bytes
      : Buffer.from(others.join(""), "latin1");
    this.resume = requests.map((line) => parseResume(line.slice(key.length)))
      .findLast((request) => request !== undefined);
  }

  /** Bytes of the headers. */
  get size(): number {
    return this.bytes.length;
  }

  /** Bytes of the lines that ask to resume, which offsets do not count. */
  get resumeBytes(): number {
    return this.bytes.length - this.plain.length;
  }

  /** The parsed headers; unset if servers reject them. */
  get session(): SessionHeader | undefined {
    return this.#read().session;
  }

  /** Why servers reject the headers; unset if they do not. */
  get fault(): string | undefined {
    return this.#read().fault;
  }

  /** The headers with a line that asks to resume the stream `id`. */
  asking(id: string, length: number | undefined): Uint8Array {
    const text = latin1(this.plain);
    const empty = text.endsWith("\r\n") ? "\r\n" : "\n";
    const before = text.slice(0, -empty.length);
    const newline = before.endsWith("\r\n") ? "\r\n" : "\n";
    const words = [`${RESUME_KEY}:`, id, length].filter((word) =>
      word !== undefined
    );
    return Buffer.from(before + words.join(" ") + newline + empty, "latin1");
  }

  /** Parses the headers at the first call: many streams never need it. */
  #read(): Reading {
    return this.#reading ??= read(this.bytes);
  }
}

/** Why servers reject headers that never end. */
export function explainEndless(bytes: Uint8Array): string {
  return read(bytes).fault ?? "its headers never end";
}

function read(bytes: Uint8Array): Reading {
  try {
    const session = new HeaderReader(DEFAULT_LIMITS).push(bytes)?.header;
    return session === undefined ? { fault: undefined } : { session };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { fault: error.message };
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("latin1");
}
