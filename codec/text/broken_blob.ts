/**
 * Joins the lines over which OML4R spreads a tuple with a blob.
 *
 * @module
 */
import { enlarge, free } from "../bytes/memory.ts";
import { ProtocolError } from "../errors.ts";
import { isBase64 } from "./base64.ts";

const TAB = 0x09;

const PAD = 0x3d;

/** OML4R breaks base64 after this number of characters, and at its end. */
const PIECE = 60;

/** Lines up to this number of bytes are copied byte by byte. */
const SHORT = 1024;

/**
 * A tuple whose last field so far is a blob that may continue: a line of pure
 * base64 continues a piece of exactly 60 characters, and if the blob is not the
 * last field, a line that begins with a tab is the rest of the tuple.
 */
export class BrokenBlob {
  /** Whether such a tuple exists. */
  active = false;
  /** Whether it has all its fields, so that only the blob may continue. */
  complete = false;
  /** Whether no further line can belong to it in its present form. */
  ready = false;
  readonly #limit: number;
  #line: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #length = 0;
  /** Whether the next line may continue the blob. */
  #mayGoOn = false;

  /** Joins lines with at most `limit` bytes together. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes of memory allocated for the lines. */
  get memory(): number {
    return this.#line.length;
  }

  /**
   * Keeps the line if its last field, which begins at `piece`, may be the first
   * part of a blob; returns whether it is.
   */
  start(
    bytes: Uint8Array,
    [from, piece, to]: readonly [from: number, piece: number, to: number],
    complete: boolean,
  ): boolean {
    const size = to - piece;
    if (size === 0 || size > PIECE || !isBase64(bytes, piece, to)) return false;
    this.active = true;
    this.complete = complete;
    this.ready = false;
    this.#length = 0;
    this.#append(bytes, from, to);
    this.#mayGoOn = isFullPiece(bytes, piece, to);
    return true;
  }

  /** Adds the line if it belongs to the tuple; returns whether it does. */
  continuesWith(bytes: Uint8Array, from: number, to: number): boolean {
    if (from === to) return false;
    if (bytes[from] === TAB) {
      if (this.complete) return false;
      this.#append(bytes, from, to);
      this.ready = true;
      return true;
    }
    if (!this.#mayGoOn || to - from > PIECE || !isBase64(bytes, from, to)) {
      return false;
    }
    this.#append(bytes, from, to);
    this.#mayGoOn = isFullPiece(bytes, from, to);
    this.ready = this.complete && !this.#mayGoOn;
    return true;
  }

  /**
   * The joined line, and all of its memory, which the caller must free; nothing
   * is kept here.
   */
  take(): { line: Uint8Array; memory: Uint8Array<ArrayBuffer> } {
    this.active = false;
    const memory = this.#line;
    this.#line = new Uint8Array(0);
    return { line: memory.subarray(0, this.#length), memory };
  }

  /** Discards the lines, and releases their memory. */
  drop(): void {
    this.active = false;
    free(this.#line);
    this.#line = new Uint8Array(0);
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const length = this.#length + to - from;
    if (length > this.#limit) {
      throw new ProtocolError(
        "limit",
        `Cannot join a blob's lines to more than ${this.#limit} bytes`,
      );
    }
    if (length > this.#line.length) this.#line = enlarge(this.#line, length);
    const line = this.#line;
    let at = this.#length;
    // Most lines are short: a view of each would be most of the garbage.
    if (to - from > SHORT) line.set(bytes.subarray(from, to), at);
    else for (let i = from; i < to; i++) line[at++] = bytes[i];
    this.#length = length;
  }
}

/** Whether a field is a piece of base64 that the next line may continue. */
export function isFullPiece(
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  return to - from === PIECE && bytes[to - 1] !== PAD;
}
