/**
 * Finds the headers of a stream.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";
import { StreamHeader } from "./stream_header.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Finds the headers at the start of a stream, in chunks of any size. */
export class HeaderFinder {
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  /** Bytes of the incomplete line; a `\r` at its end does not count. */
  #line = 0;
  #isDone = false;

  /** Whether the headers were found, or are longer than any server accepts. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** The headers, if they end in `chunk`. */
  push(chunk: Uint8Array): StreamHeader | undefined {
    if (this.#isDone) return undefined;
    const size = this.#findEnd(chunk);
    this.#chunks.push(chunk.slice(0, size));
    this.#bytes += chunk.length;
    const isFound = size !== undefined;
    this.#isDone = isFound || this.#bytes > DEFAULT_LIMITS.headerBytes;
    if (!this.#isDone) return undefined;
    const chunks = this.#chunks;
    this.#chunks = [];
    return isFound ? new StreamHeader(Buffer.concat(chunks)) : undefined;
  }

  /** The offset after the empty line, if `chunk` has one. */
  #findEnd(chunk: Uint8Array): number | undefined {
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
