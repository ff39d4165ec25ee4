/**
 * The headers of a stream, as they are on the wire.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  parseResume,
  RESUME_KEY,
  type ResumeRequest,
} from "../../codec/headers/session_header.ts";
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Finds the headers of a stream, however its bytes are cut. */
export class HeaderEnd {
  #seen: Uint8Array[] = [];
  #bytes = 0;
  /** Bytes of the line under way; a `\r` at its end does not count. */
  #line = 0;

  /**
   * The headers, with the empty line behind them, if they end in `chunk`.
   * Those that are longer than any server takes never end.
   */
  push(chunk: Uint8Array): Uint8Array | undefined {
    if (this.#bytes > DEFAULT_LIMITS.headerBytes) return undefined;
    const size = this.#find(chunk);
    this.#seen.push(chunk.slice(0, size));
    this.#bytes += chunk.length;
    const isLong = this.#bytes > DEFAULT_LIMITS.headerBytes;
    if (size === undefined && !isLong) return undefined;
    const header = Buffer.concat(this.#seen);
    this.#seen = [];
    return size === undefined ? undefined : header;
  }

  #find(chunk: Uint8Array): number | undefined {
    let at = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, at);
      const text = chunk.subarray(at, end < 0 ? chunk.length : end);
      this.#line += text.length - (text.at(-1) === RETURN ? 1 : 0);
      if (end < 0) return undefined;
      if (this.#line === 0) return end + 1;
      this.#line = 0;
      at = end + 1;
    }
  }
}

/** Complete headers, which ask to resume a stream in the proxy's words only. */
export class HeaderBlock {
  /** What the client itself has asked for. */
  readonly resume: ResumeRequest | undefined;
  /** Bytes of the lines that ask to resume, which no offset counts. */
  readonly resumeBytes: number;
  /** The headers without them. */
  readonly plain: Uint8Array;

  /** Takes headers with the empty line behind them. */
  constructor(bytes: Uint8Array) {
    const key = `${RESUME_KEY}:`;
    // Latin-1 takes any bytes there and back.
    const lines = latin1(bytes).split(/(?<=\n)/);
    const asking = lines.filter((line) => line.startsWith(key));
    const others = lines.filter((line) => !line.startsWith(key));
    this.plain = Buffer.from(others.join(""), "latin1");
    this.resumeBytes = bytes.length - this.plain.length;
    this.resume = asking.map((line) => parseResume(line.slice(key.length)))
      .findLast((request) => request !== undefined);
  }

  /** The headers with the line that asks to resume `stream`. */
  asking(stream: string, length: number | undefined): Uint8Array {
    const text = latin1(this.plain);
    const empty = text.endsWith("\r\n") ? "\r\n" : "\n";
    const before = text.slice(0, -empty.length);
    const newline = before.endsWith("\r\n") ? "\r\n" : "\n";
    const words = [`${RESUME_KEY}:`, stream, length].filter((word) =>
      word !== undefined
    );
    return Buffer.from(before + words.join(" ") + newline + empty, "latin1");
  }
}

/** The headers of a stream that grows. */
export class GrowingHeader {
  /** All of them; unset while they are not complete. */
  bytes: Uint8Array | undefined;
  /** The name that the client has given the stream, so that it may resume it. */
  clientId: string | undefined;
  readonly #end = new HeaderEnd();

  /** Starts with `known` headers, if there are any. */
  constructor(known: Uint8Array | undefined) {
    if (known !== undefined) this.#set(known);
  }

  /** The headers, if they end in `chunk`. */
  push(chunk: Uint8Array): Uint8Array | undefined {
    if (this.bytes !== undefined) return undefined;
    const header = this.#end.push(chunk);
    if (header !== undefined) this.#set(header);
    return header;
  }

  #set(header: Uint8Array): void {
    this.bytes = header;
    this.clientId = new HeaderBlock(header).resume?.stream;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("latin1");
}
