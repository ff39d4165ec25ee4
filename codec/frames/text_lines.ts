/**
 * Cuts the body of a text connection into lines.
 *
 * @module
 */
import { ByteQueue } from "../bytes/byte_queue.ts";
import { ProtocolError } from "../errors.ts";
import { quoteBytes } from "../values/quote.ts";

const NEWLINE = 0x0a;

/** Receives the lines that {@linkcode TextLines} finds. */
export interface LineSink {
  /**
   * The fast path: whole lines, the last one's newline right before `to`.
   * Returns the start of the first line that it does not accept. A sink without
   * a fast path omits it.
   */
  lines?(bytes: Uint8Array, from: number, to: number): number;
  /**
   * Whether only a slice of the last line has been read. The next line follows
   * after `goOn` has been called until this is false.
   */
  readonly isUnfinished?: boolean;
  /** Reads the next slice. */
  goOn?(): void;
  /**
   * A whole line, without its newline; the bytes are valid only during the
   * call.
   */
  line(bytes: Uint8Array, from: number, to: number): void;
  /** The bytes after the last newline when the connection ended. */
  cutLine(bytes: Uint8Array, from: number, to: number): void;
}

/** The stage from bytes to frames of a text connection (OMSP §Text Protocol). */
export class TextLines {
  readonly #sink: LineSink;
  readonly #limit: number;
  readonly #queue = new ByteQueue();
  #scanned = 0;
  #pushed = 0;

  /** Passes lines of at most `limit` bytes to `sink`. */
  constructor(sink: LineSink, limit: number) {
    this.#sink = sink;
    this.#limit = limit;
  }

  /** Bytes of the lines passed on so far. */
  get consumed(): number {
    return this.#pushed - this.#queue.length;
  }

  /** Bytes of memory for an incomplete line. */
  get memory(): number {
    return this.#queue.memory;
  }

  /** Discards an incomplete line, and releases its memory. */
  drop(): void {
    this.#pushed -= this.#queue.length;
    this.#queue.drop();
  }

  /**
   * Finds the lines in received bytes.
   *
   * @throws {ProtocolError} with code `"limit"` if a line is too long.
   */
  push(chunk: Uint8Array): void {
    this.#queue.append(chunk);
    this.#pushed += chunk.length;
    this.#giveAll();
  }

  /**
   * Whether {@linkcode TextLines.goOn} must be called before further bytes.
   */
  get isUnfinished(): boolean {
    return this.#sink.isUnfinished === true;
  }

  /**
   * Lets the sink read the next slice of a line; then passes on the next ones.
   */
  goOn(): void {
    this.#sink.goOn?.();
    this.#giveAll();
  }

  /** Passes on lines while the sink reads them completely. */
  #giveAll(): void {
    if (this.isUnfinished) return;
    const queue = this.#queue;
    // If all lines together are within the limit, so is each of them.
    if (this.#sink.lines !== undefined && queue.length <= this.#limit) {
      this.#giveRun();
    } else {
      this.#giveLines();
    }
    if (this.isUnfinished) return;
    if (queue.length > this.#limit) this.#refuse(queue.from);
    queue.settle();
    this.#scanned = queue.length;
  }

  #giveRun(): void {
    const { bytes, from } = this.#queue;
    const last = bytes.subarray(this.#scanned).lastIndexOf(NEWLINE);
    if (last < 0) return;
    const to = this.#scanned + last + 1;
    let at = from;
    while (at < to) {
      at = this.#queue.from = this.#sink.lines?.(bytes, at, to) ?? at;
      if (at === to) return;
      at = this.#give(at, bytes.indexOf(NEWLINE, at));
      if (this.isUnfinished) return;
    }
  }

  #giveLines(): void {
    const queue = this.#queue;
    const bytes = queue.bytes;
    const first = Math.max(this.#scanned, queue.from);
    let end = bytes.indexOf(NEWLINE, first);
    while (end >= 0 && !this.isUnfinished) {
      const from = queue.from;
      if (end - from > this.#limit) this.#refuse(from);
      this.#give(from, end);
      end = bytes.indexOf(NEWLINE, end + 1);
    }
  }

  /** Passes on one line; returns the start of the next one. */
  #give(from: number, end: number): number {
    const queue = this.#queue;
    queue.from = end + 1;
    try {
      this.#sink.line(queue.bytes, from, end);
    } catch (error) {
      // The line was neither accepted nor rejected.
      queue.from = from;
      throw error;
    }
    return end + 1;
  }

  /** The connection ended: reports an incomplete line. */
  end(): void {
    const { bytes, from } = this.#queue;
    this.#queue.from = bytes.length;
    if (from < bytes.length) this.#sink.cutLine(bytes, from, bytes.length);
  }

  #refuse(from: number): never {
    throw new ProtocolError(
      "limit",
      `Cannot read a text line of more than ${this.#limit} bytes`,
      quoteBytes(this.#queue.bytes.subarray(from)),
    );
  }
}
